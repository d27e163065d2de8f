package dev.llmdriver.http.internal;

import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.SseDecoder;
import dev.llmdriver.http.StreamDecoder;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads a body that is called something else than a stream, which most often is a whole answer or a page: whole, and up to a bound. But
 * proxies change names, so one that begins as server-sent events do is a stream, and is read as it comes. So is one of several lines of
 * JSON, which are no JSON together, where the decoder reads such lines.
 */
final class RenamedStream implements StreamDecoder {
    /** Enough for a field's name and some empty lines before it. */
    private static final int LONGEST = 64;

    private final int maxBytes;
    private final BodyBuffer body;
    private final Consumer<byte[]> whole;
    private final Consumer<byte[]> begin;
    private final boolean mayStream;
    private final StringBuilder beginning = new StringBuilder(LONGEST);
    private final StreamDecoder stream;
    private boolean streams;
    /** Whether what came may be the first line of several, and where it is with that. */
    private boolean mayBeLines;

    private boolean lineEnded;
    private byte last;

    /**
     * Makes a reader of one body.
     *
     * @param stream reads it if it is a stream
     * @param contentType what it is called
     * @param maxBytes the bound of a whole answer
     * @param begin told that it is one, with what came so far, before that is read
     * @param whole takes the body if it is none
     */
    RenamedStream(
            StreamDecoder stream, String contentType, int maxBytes, Consumer<byte[]> begin, Consumer<byte[]> whole) {
        this.stream = stream;
        this.maxBytes = maxBytes;
        this.body = new BodyBuffer(maxBytes);
        this.begin = begin;
        this.whole = whole;
        this.mayBeLines = contentType.endsWith("json") && stream.readsLines();
        this.mayStream = !contentType.equals("text/plain"); // a text may well begin with such a word
    }

    /** {@return whether it has turned out to be a stream} */
    boolean streams() {
        return streams;
    }

    @Override
    public void data(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        if (streams) {
            stream.data(bytes, offset, length, sink);
            return;
        }
        if (hasSecondLine(bytes, offset, length) || (mayStream && looksLikeEvents(bytes, offset, length))) {
            streams = true;
            byte[] before = body.bytes();
            byte[] first = Arrays.copyOf(before, before.length + length);
            System.arraycopy(bytes, offset, first, before.length, length);
            begin.accept(first);
            stream.data(first, 0, first.length, sink);
        } else if (!body.add(Unpooled.wrappedBuffer(bytes, offset, length))) {
            sink.fail(Failures.tooLarge(maxBytes));
        }
    }

    private boolean looksLikeEvents(byte[] bytes, int offset, int length) {
        int more = Math.min(length, LONGEST - beginning.length());
        beginning.append(new String(bytes, offset, more, StandardCharsets.ISO_8859_1));
        return more > 0 && SseDecoder.looksLikeEvents(beginning.toString());
    }

    /** One line with a whole object, and then another object: within one value there would be a comma or a bracket before it. */
    private boolean hasSecondLine(byte[] bytes, int offset, int length) {
        for (int i = offset; mayBeLines && i < offset + length; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                lineEnded = last != 0;
                mayBeLines = last == 0 || last == '}';
            } else if (lineEnded) {
                mayBeLines = false;
                return bytes[i] == '{';
            } else {
                last = bytes[i];
            }
        }
        return false;
    }

    @Override
    public void end(EventSink sink) throws IOException {
        if (streams) {
            stream.end(sink);
        } else {
            whole.accept(body.bytes());
        }
    }
}
