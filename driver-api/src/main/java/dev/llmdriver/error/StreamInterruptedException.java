package dev.llmdriver.error;

/** The answer was cut off, or ended without its end mark. {@link #partial()} holds what had come. */
public final class StreamInterruptedException extends TransportException {
    private static final long serialVersionUID = 1L;

    StreamInterruptedException(ErrorDetails details) {
        super(details);
    }
}
