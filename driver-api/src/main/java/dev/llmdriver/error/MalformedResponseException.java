package dev.llmdriver.error;

/** The answer cannot be understood: not JSON, the wrong content type, a bound exceeded. */
public final class MalformedResponseException extends TransportException {
    private static final long serialVersionUID = 1L;

    MalformedResponseException(ErrorDetails details) {
        super(details);
    }
}
