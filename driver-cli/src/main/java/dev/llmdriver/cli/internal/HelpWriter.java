package dev.llmdriver.cli.internal;

import java.io.Writer;

/** Lets the parser's help go the way of everything on standard output. */
final class HelpWriter extends Writer {
    private final Io io;

    HelpWriter(Io io) {
        this.io = io;
    }

    @Override
    public void write(char[] buffer, int offset, int length) {
        io.out().print(new String(buffer, offset, length));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
