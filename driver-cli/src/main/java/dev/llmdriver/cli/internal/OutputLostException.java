package dev.llmdriver.cli.internal;

import java.io.IOException;
import java.util.Locale;

/** Nobody can read standard output any more. */
final class OutputLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutputLostException(IOException cause) {
        super(cause.getMessage(), cause);
    }

    /**
     * {@return whether the reader simply had enough, as {@code head} does; a full disk is another matter} Java tells no more than the
     * system's words, which are the user's language; most keep that one.
     */
    boolean isBrokenPipe() {
        return String.valueOf(getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
    }
}
