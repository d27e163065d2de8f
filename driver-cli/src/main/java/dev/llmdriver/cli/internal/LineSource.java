package dev.llmdriver.cli.internal;

import java.util.Optional;

/** Where a conversation's turns come from. */
interface LineSource extends AutoCloseable {
    /** {@return the next turn, which may have several lines and may be empty; nothing once the user has left} */
    Optional<String> next();

    @Override
    void close();

    /** {@return an editor on a terminal, else the lines of standard input} */
    static LineSource of(Io io) {
        return io.terminals().in() && io.terminals().out() ? new EditedLines() : new PlainLines(io);
    }
}
