package dev.llmdriver.internal;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A text that one thread appends to while others may read what was appended so far. The count is published after the characters and
 * read before them, so no lock is needed. A single piece, as whole answers are, is not copied.
 */
public final class PublishedText {
    private static final char[] NONE = {};
    private static final int SMALLEST = 64;

    private final AtomicInteger count = new AtomicInteger();
    private char[] writerChars = NONE;
    private volatile char[] chars = NONE;

    /** The first piece while it is the only one; given up after {@link #chars} hold it. */
    private volatile @Nullable String only;

    /** Appends a piece; one thread only. */
    public void append(String piece) {
        int length = count.getPlain();
        if (length == 0) {
            only = piece;
            count.setRelease(piece.length());
            return;
        }
        int needed = length + piece.length();
        if (needed > writerChars.length) {
            grow(Math.max(needed, Math.max(SMALLEST, writerChars.length * 2)));
        }
        piece.getChars(0, piece.length(), writerChars, length);
        count.setRelease(needed); // nobody waits for it, so it need not be seen at once
    }

    private void grow(int size) {
        writerChars = Arrays.copyOf(writerChars, size);
        String first = only;
        if (first != null) {
            first.getChars(0, first.length(), writerChars, 0);
        }
        chars = writerChars;
        only = null;
    }

    @Override
    public String toString() {
        // Count first: whatever is seen afterwards is at least as new and holds that many characters.
        int length = count.getAcquire();
        String first = only;
        return first != null && first.length() == length ? first : new String(chars, 0, length);
    }
}
