package dev.llmdriver.error;

import java.time.Duration;
import java.util.Optional;

/** The provider is still loading the model, or starting the machine for it. Remedy: wait. */
public final class ModelLoadingException extends ApiException {
    private static final long serialVersionUID = 1L;

    ModelLoadingException(ErrorDetails details) {
        super(details);
    }

    /** {@return the time from now until the model is expected to answer, as the provider estimates it} */
    public Optional<Duration> estimatedTime() {
        return retryAfter();
    }
}
