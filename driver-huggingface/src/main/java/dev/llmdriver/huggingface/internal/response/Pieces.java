package dev.llmdriver.huggingface.internal.response;

import org.jspecify.annotations.Nullable;

/** A text that nearly always comes in one piece, which then is not copied. */
final class Pieces {
    private @Nullable String only;
    private @Nullable StringBuilder several;

    void add(String piece) {
        if (only == null) {
            only = piece;
            return;
        }
        if (several == null) {
            several = new StringBuilder(only);
        }
        several.append(piece);
    }

    /** {@return whether there was a piece, in whose place this one is now} Of several none is refreshed, for each has the same mark. */
    boolean refresh(String piece) {
        if (only == null) {
            return false;
        }
        only = piece;
        return true;
    }

    boolean isEmpty() {
        return only == null;
    }

    /** {@return the whole; null if nothing came} */
    @Nullable
    String joined() {
        return several == null ? only : several.toString();
    }

    void clear() {
        only = null;
        several = null;
    }
}
