package dev.llmdriver.error;

/** The provider failed, or a gateway before it. */
public final class ServerErrorException extends ApiException {
    private static final long serialVersionUID = 1L;

    ServerErrorException(ErrorDetails details) {
        super(details);
    }
}
