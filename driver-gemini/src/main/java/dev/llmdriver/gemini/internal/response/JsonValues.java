package dev.llmdriver.gemini.internal.response;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.LineHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Finds JSON objects in bytes that may be split anywhere: one after the other, or as the elements of an array, which is how Gemini streams
 * without {@code alt=sse} (wire page 1). An object that lies in one piece is not copied. Not thread-safe.
 */
final class JsonValues {
    private final LineHandler handler;
    private final int maxBytes;
    private final ByteArrayOutputStream carry = new ByteArrayOutputStream();
    private int depth;
    private int arrays;
    private boolean quoted;
    private boolean escaped;

    /** Makes a finder that refuses objects of more than so many bytes. */
    JsonValues(LineHandler handler, int maxBytes) {
        this.handler = handler;
        this.maxBytes = maxBytes;
    }

    void data(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        int begin = offset;
        for (int i = offset; i < offset + length && !sink.isDone(); i++) {
            if (quoted && !escaped) {
                i = endOfPlainText(
                        bytes, i, offset + length); // most of an answer is text: nothing in it opens or closes
            }
            if (i == offset + length) {
                break;
            }
            if (depth == 0) {
                begin = i;
                between(bytes[i]);
            } else if (inside(bytes[i])) {
                found(bytes, begin, i + 1 - begin, sink);
            }
        }
        if (depth > 0 && !sink.isDone()) {
            keep(bytes, begin, offset + length - begin, sink);
        }
    }

    private static int endOfPlainText(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    private void between(byte b) {
        switch (b) {
            case '{' -> depth = 1;
            case '[' -> arrays++;
            case ']' -> arrays--;
            default -> {} // commas and white space
        }
    }

    /** {@return whether the byte ends the object} */
    private boolean inside(byte b) {
        if (escaped) {
            escaped = false;
        } else if (quoted) {
            escaped = b == '\\';
            quoted = b != '"';
        } else if (b == '"') {
            quoted = true;
        } else if (b == '{' || b == '[') {
            depth++;
        } else if (b == '}' || b == ']') {
            depth--;
        }
        return depth == 0;
    }

    private void found(byte[] bytes, int from, int count, EventSink sink) throws IOException {
        if (carry.size() == 0) {
            handler.line(bytes, from, count, sink);
            return;
        }
        keep(bytes, from, count, sink);
        byte[] whole = carry.toByteArray();
        carry.reset();
        if (!sink.isDone()) {
            handler.line(whole, 0, whole.length, sink);
        }
    }

    private void keep(byte[] bytes, int from, int count, EventSink sink) {
        if (count > maxBytes - carry.size()) {
            sink.fail(LlmException.builder(
                            ErrorKind.MALFORMED_RESPONSE,
                            "an object of the stream is longer than " + maxBytes
                                    + " bytes; raise max-event-bytes if that is right")
                    .reason("too_large"));
        } else {
            carry.write(bytes, from, count);
        }
    }

    /** {@return whether no object and no array is open} */
    boolean isClosed() {
        return depth == 0 && arrays == 0;
    }
}
