package dev.llmdriver.cli.internal;

import java.io.Writer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets the parser's help go the way of everything on standard output. The parser would print a stack trace of what is thrown here, so
 * a lost output is kept for later.
 */
final class HelpWriter extends Writer {
    private final Io io;
    private @Nullable OutputLostException lost;

    HelpWriter(Io io) {
        this.io = io;
    }

    @Override
    public void write(char[] buffer, int offset, int length) {
        if (lost != null) {
            return;
        }
        try {
            io.out().print(new String(buffer, offset, length));
        } catch (OutputLostException thrown) {
            lost = thrown;
        }
    }

    /** {@return why the help could not be written, if so} */
    Optional<OutputLostException> lost() {
        return Optional.ofNullable(lost);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
