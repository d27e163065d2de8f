package dev.llmdriver.http.internal;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.LineHandler;
import dev.llmdriver.http.internal.json.Words;
import java.io.IOException;
import java.util.Arrays;

/**
 * Cuts bytes into lines that end with CR, LF or CRLF. A line that lies in one piece is handed on where it is; only one that is split
 * over pieces is copied. A byte-order mark at the very beginning is dropped. Not thread-safe.
 */
public final class LineSplitter {
    private static final byte[] NOTHING = {};
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final LineHandler handler;
    private final int maxBytes;
    private byte[] carry = NOTHING;
    private int carried;
    private boolean afterCr;
    private boolean begun;

    /** Makes a splitter that refuses lines of more than so many bytes. */
    public LineSplitter(LineHandler handler, int maxBytes) {
        this.handler = handler;
        this.maxBytes = maxBytes;
    }

    /** Takes a piece. */
    public void data(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        int end = offset + length;
        int start = offset;
        if (afterCr && length > 0) {
            afterCr = false;
            start += bytes[offset] == '\n' ? 1 : 0;
        }
        for (int at = endOfLine(bytes, start, end); at < end; at = endOfLine(bytes, start, end)) {
            line(bytes, start, at - start, sink);
            if (sink.isDone()) {
                return;
            }
            start = bytes[at] == '\r' ? skipLineFeed(bytes, at + 1, end) : at + 1;
        }
        keep(bytes, start, end - start, sink);
    }

    /** {@return where the first CR or LF is, or the end; most lines are long} */
    private static int endOfLine(byte[] bytes, int from, int end) {
        int i = from;
        while (i <= end - Words.SIZE) {
            long word = Words.at(bytes, i);
            long marks = Words.hasControl(word) ? Words.marks(word, '\n') | Words.marks(word, '\r') : 0;
            if (marks != 0) {
                return i + Words.first(marks);
            }
            i += Words.SIZE;
        }
        while (i < end && bytes[i] != '\n' && bytes[i] != '\r') {
            i++;
        }
        return i;
    }

    private int skipLineFeed(byte[] bytes, int position, int end) {
        if (position == end) {
            afterCr = true;
            return position;
        }
        return bytes[position] == '\n' ? position + 1 : position;
    }

    /** Hands a last line without an end on. */
    public void end(EventSink sink) throws IOException {
        if (carried > 0) {
            line(NOTHING, 0, 0, sink);
        }
    }

    private void line(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        if (carried == 0) {
            pass(bytes, offset, length, sink);
        } else {
            keep(bytes, offset, length, sink);
            if (!sink.isDone()) {
                int whole = carried;
                carried = 0;
                pass(carry, 0, whole, sink);
            }
        }
    }

    private void pass(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        int beginning = offset + Math.min(MARK.length, length);
        boolean marked = !begun && Arrays.equals(bytes, offset, beginning, MARK, 0, MARK.length);
        begun = true;
        int skipped = marked ? MARK.length : 0;
        if (length > maxBytes) {
            failTooLarge(maxBytes, sink);
        } else {
            handler.line(bytes, offset + skipped, length - skipped, sink);
        }
    }

    private void keep(byte[] bytes, int offset, int length, EventSink sink) {
        if (length > maxBytes - carried) {
            failTooLarge(maxBytes, sink);
        } else {
            carry = append(carry, carried, bytes, offset, length);
            carried += length;
        }
    }

    /** {@return an array that holds what another held and more: the same one if there is room} */
    static byte[] append(byte[] target, int used, byte[] bytes, int offset, int length) {
        byte[] grown = used + length <= target.length
                ? target
                : Arrays.copyOf(target, Math.max(used + length, Math.max(256, target.length * 2)));
        System.arraycopy(bytes, offset, grown, used, length);
        return grown;
    }

    static void failTooLarge(int maxBytes, EventSink sink) {
        sink.fail(LlmException.builder(
                        ErrorKind.MALFORMED_RESPONSE,
                        "an event of the stream is longer than " + maxBytes
                                + " bytes; raise max-event-bytes if that is right")
                .reason("too_large"));
    }
}
