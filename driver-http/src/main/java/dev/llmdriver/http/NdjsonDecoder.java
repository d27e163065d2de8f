package dev.llmdriver.http;

import dev.llmdriver.http.internal.LineSplitter;
import java.io.IOException;

/**
 * Cuts a body into lines of JSON. Lines end with LF, CRLF or CR, empty ones are skipped, a byte-order mark is dropped, and a last line
 * without an end counts. A line that lies in one piece is not copied. Not thread-safe.
 */
public final class NdjsonDecoder {
    private final LineSplitter lines;
    private final LineHandler handler;

    /**
     * Creates a decoder at the beginning of a body.
     *
     * @param handler takes the lines
     * @param maxLineBytes the most bytes of a line; a longer one fails the stream, reason {@code too_large}
     */
    public NdjsonDecoder(LineHandler handler, int maxLineBytes) {
        this.lines = new LineSplitter(maxLineBytes);
        this.handler = handler;
    }

    /** Takes the next bytes, see {@link StreamDecoder#data}. */
    public void data(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        lines.add(bytes, offset, length);
        handOn(sink);
    }

    /** Hands on what is left when the body has ended; the driver then checks whether the answer is complete. */
    public void end(EventSink sink) throws IOException {
        lines.end();
        handOn(sink);
    }

    private void handOn(EventSink sink) throws IOException {
        while (!sink.isDone() && lines.next(sink)) {
            if (lines.length() > 0) {
                handler.line(lines.line(), lines.offset(), lines.length(), sink);
            }
        }
    }
}
