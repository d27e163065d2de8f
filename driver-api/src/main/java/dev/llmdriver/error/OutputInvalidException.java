package dev.llmdriver.error;

/** The answer came but does not have the form that was asked for. */
public final class OutputInvalidException extends LlmException {
    private static final long serialVersionUID = 1L;

    OutputInvalidException(ErrorDetails details) {
        super(details);
    }
}
