package dev.llmdriver.error;

/** The key is missing, wrong or revoked. Remedy: set or replace the key. */
public final class AuthenticationException extends ApiException {
    private static final long serialVersionUID = 1L;

    AuthenticationException(ErrorDetails details) {
        super(details);
    }
}
