package dev.llmdriver.error;

/** The wire failed: no connection, no answer in time, an answer cut off or not understood. */
public abstract class TransportException extends LlmException {
    private static final long serialVersionUID = 1L;

    TransportException(ErrorDetails details) {
        super(details);
    }
}
