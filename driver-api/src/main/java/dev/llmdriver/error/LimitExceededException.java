package dev.llmdriver.error;

/** A limit or budget of ours does not admit the call. Nothing was sent. */
public final class LimitExceededException extends LlmException {
    private static final long serialVersionUID = 1L;

    LimitExceededException(ErrorDetails details) {
        super(details);
    }
}
