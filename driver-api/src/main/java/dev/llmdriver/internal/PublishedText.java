package dev.llmdriver.internal;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A text that one thread appends to while others may read what was appended so far. The count is published after the characters and
 * read before them, so no lock is needed.
 */
public final class PublishedText {
    private final AtomicInteger count = new AtomicInteger();
    private char[] writerChars = new char[64];
    private volatile char[] chars = writerChars;

    /** Appends a piece; one thread only. */
    public void append(String piece) {
        int length = count.getPlain();
        int needed = length + piece.length();
        if (needed > writerChars.length) {
            writerChars = Arrays.copyOf(writerChars, Math.max(needed, writerChars.length * 2));
            chars = writerChars;
        }
        piece.getChars(0, piece.length(), writerChars, length);
        count.setRelease(needed); // nobody waits for it, so it need not be seen at once
    }

    @Override
    public String toString() {
        // Count first: whatever array is seen afterwards is at least as new and holds that many characters.
        int length = count.getAcquire();
        return new String(chars, 0, length);
    }
}
