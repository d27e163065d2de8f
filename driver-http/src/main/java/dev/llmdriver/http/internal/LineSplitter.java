package dev.llmdriver.http.internal;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.internal.json.Words;
import java.util.Arrays;

/**
 * Cuts bytes into lines that end with CR, LF or CRLF. A line that lies in one piece is left where it is; only one that is split over
 * pieces is copied. A byte-order mark at the very beginning is dropped. It is asked for its lines, rather than handing them on, so
 * that whoever reads them is called by a loop: the compiler makes one piece of all that a chain of calls leads to, once for each of
 * its links. Not thread-safe.
 */
public final class LineSplitter {
    private static final byte[] NOTHING = {};
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final int maxBytes;
    private byte[] piece = NOTHING;
    private int start;
    private int end;
    private byte[] carry = NOTHING;
    private int carried;
    private boolean afterCr;
    private boolean begun;
    private boolean ended;

    private byte[] line = NOTHING;
    private int offset;
    private int length;

    /** Makes a splitter that refuses lines of more than so many bytes. */
    public LineSplitter(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes a piece, once all lines of the one before were asked for. */
    public void add(byte[] bytes, int from, int count) {
        piece = bytes;
        start = from;
        end = from + count;
        if (afterCr && count > 0) {
            afterCr = false;
            start += bytes[from] == '\n' ? 1 : 0;
        }
    }

    /** Tells that no piece follows, so that what is left is a line. */
    public void end() {
        ended = true;
    }

    /** {@return whether there is another line, to which it goes} If there is none, the rest is kept and the piece is let go. */
    public boolean next(EventSink sink) {
        int at = endOfLine(piece, start, end);
        if (at < end) {
            boolean taken = take(at - start, sink);
            start = piece[at] == '\r' ? skipLineFeed(at + 1) : at + 1;
            return taken;
        }
        keep(end - start, sink);
        letGo();
        return ended && carried > 0 && take(0, sink);
    }

    private void letGo() {
        piece = NOTHING;
        line = NOTHING;
        start = 0;
        end = 0;
    }

    /** {@return where the line is; the splitter does not write to it any more} */
    public byte[] line() {
        return line;
    }

    /** {@return where the line begins} */
    public int offset() {
        return offset;
    }

    /** {@return how many bytes the line has} */
    public int length() {
        return length;
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

    private int skipLineFeed(int position) {
        if (position == end) {
            afterCr = true;
            return position;
        }
        return piece[position] == '\n' ? position + 1 : position;
    }

    /** Makes a line of what is carried and so many bytes more. */
    private boolean take(int count, EventSink sink) {
        if (carried == 0) {
            return line(piece, start, count, sink);
        }
        if (!keep(count, sink)) {
            return false;
        }
        byte[] whole = carry;
        int size = carried;
        carry = NOTHING; // few lines are split, and thousands of streams may be open
        carried = 0;
        return line(whole, 0, size, sink);
    }

    private boolean line(byte[] bytes, int from, int count, EventSink sink) {
        if (count > maxBytes) {
            failTooLarge(maxBytes, sink);
            return false;
        }
        int skipped = begun ? 0 : markAt(bytes, from, count);
        begun = true;
        line = bytes;
        offset = from + skipped;
        length = count - skipped;
        return true;
    }

    private static int markAt(byte[] bytes, int from, int count) {
        int beginning = from + Math.min(MARK.length, count);
        return Arrays.equals(bytes, from, beginning, MARK, 0, MARK.length) ? MARK.length : 0;
    }

    /** {@return whether there was room for it} */
    private boolean keep(int count, EventSink sink) {
        if (count > maxBytes - carried) {
            failTooLarge(maxBytes, sink);
            return false;
        }
        carry = append(carry, carried, piece, start, count);
        carried += count;
        return true;
    }

    /** {@return an array that holds what another held and more: the same one if there is room} */
    static byte[] append(byte[] target, int used, byte[] bytes, int offset, int length) {
        byte[] grown = used + length <= target.length
                ? target
                : Arrays.copyOf(target, Math.max(used + length, target.length * 2));
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
