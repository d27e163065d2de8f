package dev.llmdriver.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A text that one thread appends to while others may read what was appended so far. The count is published after the characters and
 * read before them, so no lock is needed. Most texts are Latin-1 and take a byte a character. A single piece, as whole answers are, is
 * not copied; neither is what a longer text already has: it goes on in another array, or the arrays left behind would fill the heap of
 * who holds thousands of streams.
 */
public final class PublishedText {
    private static final int SMALLEST = 64;
    private static final int LARGEST = 1 << 16;
    private static final int LAST_OF_LATIN = 0xFF;

    private static final AtomicIntegerFieldUpdater<PublishedText> COUNT =
            AtomicIntegerFieldUpdater.newUpdater(PublishedText.class, "count");
    private static final byte[][] NO_LATIN = {};
    private static final char[][] NO_WIDE = {};

    private volatile int count;

    /** The first piece while it is the only one. */
    private volatile @Nullable String only;

    private volatile byte[][] latin = NO_LATIN;
    /** Holds everything from the first character on that is not of Latin-1. */
    private volatile char[][] wide = NO_WIDE;
    /** How many characters are in the first arrays; written before the count that covers it is published. */
    private int latinLength;

    /** How many more the last array takes; of the thread that appends alone. */
    private int room;

    /** Appends a piece; one thread only. */
    public void append(String piece) {
        int length = count;
        if (length == 0) {
            only = piece;
        } else {
            giveUpOnly();
            add(piece, length);
        }
        COUNT.lazySet(this, length + piece.length()); // nobody waits for it, so it need not be seen at once
    }

    private void giveUpOnly() {
        String first = only;
        if (first != null) {
            add(first, 0);
            only = null;
        }
    }

    private void add(String piece, int length) {
        int added = wide.length == 0 ? addLatin(piece, length) : 0;
        while (added < piece.length()) {
            added += addWide(piece, added, length + added);
        }
    }

    /** {@return how many characters were added, which ends before the first that is not of Latin-1} */
    private int addLatin(String piece, int length) {
        byte[] last = room == 0 ? moreLatin(length) : latin[latin.length - 1];
        int added = 0;
        while (added < piece.length() && piece.charAt(added) <= LAST_OF_LATIN) {
            if (room == 0) {
                last = moreLatin(length + added);
            }
            last[last.length - room--] = (byte) piece.charAt(added++);
        }
        latinLength = length + added;
        return added;
    }

    private byte[] moreLatin(int length) {
        byte[][] more = Arrays.copyOf(latin, latin.length + 1);
        room = sizeAfter(length);
        more[more.length - 1] = new byte[room];
        latin = more;
        return more[more.length - 1];
    }

    /** {@return how many characters were added, which is all if the last array takes them} */
    private int addWide(String piece, int from, int length) {
        char[] last = room == 0 || wide.length == 0 ? moreWide(length) : wide[wide.length - 1];
        int added = Math.min(room, piece.length() - from);
        piece.getChars(from, from + added, last, last.length - room);
        room -= added;
        return added;
    }

    private char[] moreWide(int length) {
        char[][] more = Arrays.copyOf(wide, wide.length + 1);
        room = sizeAfter(length);
        more[more.length - 1] = new char[room];
        wide = more;
        return more[more.length - 1];
    }

    /** {@return the size of another array, so that few are needed and little is left over} */
    private static int sizeAfter(int length) {
        return Math.max(SMALLEST, Math.min(length / 3, LARGEST));
    }

    /** {@return the text if it came in one piece, or is empty} */
    public @Nullable String whole() {
        int length = count;
        String first = only;
        return length == 0 ? "" : first != null && first.length() == length ? first : null;
    }

    /** {@return what was appended so far, joined when it is asked for; what is appended later is not in it} */
    public Supplier<String> soFar() {
        int length = count;
        return () -> first(length);
    }

    @Override
    public String toString() {
        // Count first: whatever is seen afterwards is at least as new and holds that many characters.
        return first(count);
    }

    private String first(int length) {
        String first = only;
        if (first != null && first.length() == length) {
            return first;
        }
        int narrow = Math.min(length, latinLength);
        String begin = narrow(narrow);
        return narrow == length ? begin : begin.concat(wide(length - narrow));
    }

    private String narrow(int length) {
        byte[] all = new byte[length];
        int copied = 0;
        for (int i = 0; copied < length; i++) {
            int part = Math.min(latin[i].length, length - copied);
            System.arraycopy(latin[i], 0, all, copied, part);
            copied += part;
        }
        return new String(all, StandardCharsets.ISO_8859_1);
    }

    private String wide(int length) {
        char[] all = new char[length];
        int copied = 0;
        for (int i = 0; copied < length; i++) {
            int part = Math.min(wide[i].length, length - copied);
            System.arraycopy(wide[i], 0, all, copied, part);
            copied += part;
        }
        return new String(all);
    }
}
