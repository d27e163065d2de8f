package dev.llmdriver.cli.internal;

import java.io.IOException;

/** Nobody can read standard output any more. */
final class OutputLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutputLostException(IOException cause) {
        super(cause.getMessage(), cause);
    }

    /** {@return whether the reader simply had enough, as {@code head} does; a full disk is another matter} */
    boolean isBrokenPipe() {
        return String.valueOf(getMessage()).contains("Broken pipe");
    }
}
