package dev.llmdriver.error;

/** The endpoint is paused, out of memory or failed: a person must act, waiting does not help. */
public final class EndpointUnavailableException extends ApiException {
    private static final long serialVersionUID = 1L;

    EndpointUnavailableException(ErrorDetails details) {
        super(details);
    }
}
