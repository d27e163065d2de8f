package dev.llmdriver.cli.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Standard output in UTF-8, flushed at once so that an answer shows as it streams. Unlike a {@link java.io.PrintStream} it notices
 * when nobody can read any more. Characters split over two texts stay whole. Not thread-safe.
 */
final class Output {
    private final Writer writer;
    private boolean atLineStart = true;

    Output(OutputStream stream) {
        this.writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
    }

    void print(String text) {
        if (text.isEmpty()) {
            return;
        }
        try {
            writer.write(text);
            writer.flush();
        } catch (IOException lost) {
            throw new OutputLostException(lost);
        }
        atLineStart = text.endsWith("\n");
    }

    void println(String text) {
        print(text + "\n");
    }

    /** Ends a line that was begun, so that what follows stands on its own. */
    void endLine() {
        if (!atLineStart) {
            print("\n");
        }
    }
}
