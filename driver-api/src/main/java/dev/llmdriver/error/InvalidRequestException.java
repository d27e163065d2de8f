package dev.llmdriver.error;

/** The provider does not take this request. The message says which field, as far as the provider does. */
public final class InvalidRequestException extends ApiException {
    private static final long serialVersionUID = 1L;

    InvalidRequestException(ErrorDetails details) {
        super(details);
    }
}
