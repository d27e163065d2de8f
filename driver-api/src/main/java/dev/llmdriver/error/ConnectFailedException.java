package dev.llmdriver.error;

/** No connection came about: name not found, refused, TLS failure, proxy failure. */
public final class ConnectFailedException extends TransportException {
    private static final long serialVersionUID = 1L;

    ConnectFailedException(ErrorDetails details) {
        super(details);
    }
}
