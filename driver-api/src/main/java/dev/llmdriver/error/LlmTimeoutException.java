package dev.llmdriver.error;

/** A clock of ours ran out; {@link #phase()} says which. A time-out that the server reports is a {@link ServerErrorException}. */
public final class LlmTimeoutException extends TransportException {
    private static final long serialVersionUID = 1L;

    LlmTimeoutException(ErrorDetails details) {
        super(details);
    }
}
