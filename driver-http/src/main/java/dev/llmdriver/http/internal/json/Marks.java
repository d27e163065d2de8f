package dev.llmdriver.http.internal.json;

import java.util.Arrays;

/**
 * What a reading did with the gaps of a value that recurs: whose contents it asked for, and under which marks it put them away. If each
 * that it asked for has a mark of its own, the next such value need not be read again: its gaps are. Not thread-safe.
 */
final class Marks {
    /** So many gaps and marks fit into the bits of an int; where a gap behind them is asked for, all is read each time. */
    private static final int MOST = Integer.SIZE;

    private byte[] ofGap = new byte[4];
    private int asked;
    private int marked;
    private int used;
    private boolean hopeless;
    private boolean known;

    /** Begins with another reading. */
    void clear() {
        asked = 0;
        marked = 0;
        used = 0;
        hopeless = false;
        known = false;
    }

    /** Notes that the reading depends on more than contents. */
    void giveUp() {
        hopeless = true;
    }

    void ask(int gap) {
        hopeless |= gap >= MOST;
        asked |= 1 << gap;
    }

    /** @param gap none, if what is marked never differs; yet a mark that is used twice tells nothing, nor does a gap of two marks */
    void mark(int gap, int mark) {
        hopeless |= (used & 1 << mark) != 0 || gap >= MOST;
        hopeless |= gap != Recurrence.NONE && (marked & 1 << gap) != 0;
        used |= 1 << mark;
        if (gap != Recurrence.NONE && !hopeless) {
            ofGap = gap < ofGap.length ? ofGap : Arrays.copyOf(ofGap, MOST);
            ofGap[gap] = (byte) mark;
            marked |= 1 << gap;
        }
    }

    /** Ends a reading. */
    void settle() {
        known = !hopeless && (asked & ~marked) == 0;
    }

    /** {@return whether the gaps alone need to be read} */
    boolean areKnown() {
        return known;
    }

    /** {@return the mark of a gap; none if nobody asked for it} */
    int of(int gap) {
        return gap >= MOST || (asked & 1 << gap) == 0 ? Recurrence.NONE : ofGap[gap];
    }
}
