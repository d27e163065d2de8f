package dev.llmdriver.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A text that one thread appends to while others may read what was appended so far. The count is published after the characters and
 * read before them, so no lock is needed. Most texts are Latin-1 and take a byte a character. A single piece, as whole answers are, is
 * not copied.
 */
public final class PublishedText {
    private static final int SMALLEST = 64;
    private static final int LAST_OF_LATIN = 0xFF;

    private final AtomicInteger count = new AtomicInteger();

    /** The first piece while it is the only one. */
    private volatile @Nullable String only;

    private volatile byte[] latin = {};
    /** Holds everything once a character came that is not of Latin-1. */
    private volatile char @Nullable [] wide;

    /** Appends a piece; one thread only. */
    public void append(String piece) {
        int length = count.getPlain();
        if (length == 0) {
            only = piece;
        } else {
            giveUpOnly();
            add(piece, length);
        }
        count.setRelease(length + piece.length()); // nobody waits for it, so it need not be seen at once
    }

    private void giveUpOnly() {
        String first = only;
        if (first != null) {
            add(first, 0);
            only = null;
        }
    }

    private void add(String piece, int length) {
        char[] chars = wide;
        int added = chars == null ? addLatin(piece, length) : 0;
        if (added < piece.length()) {
            chars = widened(length + added, length + piece.length());
            piece.getChars(added, piece.length(), chars, length + added);
        }
    }

    /** {@return how many characters were added, which ends before the first that is not of Latin-1} */
    private int addLatin(String piece, int length) {
        int needed = length + piece.length();
        byte[] bytes = latin;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, grown(bytes.length, needed));
            latin = bytes;
        }
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            if (c > LAST_OF_LATIN) {
                return i;
            }
            bytes[length + i] = (byte) c;
        }
        return piece.length();
    }

    private char[] widened(int length, int needed) {
        char[] chars = wide;
        if (chars == null) {
            String known = new String(latin, 0, length, StandardCharsets.ISO_8859_1);
            chars = new char[grown(latin.length, needed)];
            known.getChars(0, length, chars, 0);
            wide = chars;
        } else if (needed > chars.length) {
            chars = Arrays.copyOf(chars, grown(chars.length, needed));
            wide = chars;
        }
        return chars;
    }

    private static int grown(int size, int needed) {
        return Math.max(needed, Math.max(SMALLEST, size + size / 2));
    }

    @Override
    public String toString() {
        // Count first: whatever is seen afterwards is at least as new and holds that many characters.
        int length = count.getAcquire();
        String first = only;
        if (first != null && first.length() == length) {
            return first;
        }
        char[] chars = wide;
        return chars == null ? new String(latin, 0, length, StandardCharsets.ISO_8859_1) : new String(chars, 0, length);
    }
}
