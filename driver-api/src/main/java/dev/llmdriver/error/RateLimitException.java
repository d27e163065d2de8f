package dev.llmdriver.error;

/** Too many requests or tokens in a short time. {@link #retryAfter()} is the provider's hint. */
public final class RateLimitException extends ApiException {
    private static final long serialVersionUID = 1L;

    RateLimitException(ErrorDetails details) {
        super(details);
    }
}
