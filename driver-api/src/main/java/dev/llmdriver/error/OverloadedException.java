package dev.llmdriver.error;

/** The provider has more work than it can do just now. */
public final class OverloadedException extends ApiException {
    private static final long serialVersionUID = 1L;

    OverloadedException(ErrorDetails details) {
        super(details);
    }
}
