package dev.llmdriver.error;

/** The provider was reached and said no. */
public abstract class ApiException extends LlmException {
    private static final long serialVersionUID = 1L;

    ApiException(ErrorDetails details) {
        super(details);
    }
}
