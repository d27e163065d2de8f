package dev.llmdriver.error;

/** Credits or a daily or plan quota are used up. {@link #retryAfter()} is the reset, where the provider names it. */
public final class QuotaExhaustedException extends ApiException {
    private static final long serialVersionUID = 1L;

    QuotaExhaustedException(ErrorDetails details) {
        super(details);
    }
}
