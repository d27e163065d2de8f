package dev.llmdriver.error;

/** The driver or provider has nothing like it. Nothing was sent. */
public final class UnsupportedException extends LlmException {
    private static final long serialVersionUID = 1L;

    UnsupportedException(ErrorDetails details) {
        super(details);
    }
}
