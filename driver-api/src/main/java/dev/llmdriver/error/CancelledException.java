package dev.llmdriver.error;

/** The caller gave up. {@link #partial()} holds what had come. */
public final class CancelledException extends LlmException {
    private static final long serialVersionUID = 1L;

    CancelledException(ErrorDetails details) {
        super(details);
    }
}
