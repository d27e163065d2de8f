package dev.llmdriver.huggingface.internal.response;

import dev.llmdriver.Usage;
import org.jspecify.annotations.Nullable;

/** What one JSON object of an answer says, be it the whole answer or a chunk of a stream; used anew for each. */
final class Chunk {
    Choice choice = new Choice();
    Choice spare = new Choice();
    boolean hasChoice;
    boolean hasChoices;
    boolean isError;

    @Nullable
    Usage usage;

    @Nullable
    String id;

    @Nullable
    String model;

    @Nullable
    String unknownField;

    void clear() {
        hasChoice = false;
        hasChoices = false;
        usage = null;
        isError = false;
        id = null;
        model = null;
        unknownField = null;
        spare.clear(); // a reading that was broken off left something in it
    }

    /** Takes what a report came to; null if it had no counter. */
    void usage(@Nullable Usage reported) {
        usage = reported == null ? usage : reported;
    }

    /** Keeps the first choice of index 0; nobody asks for more than one. */
    void acceptSpare() {
        if (!hasChoice && spare.index == 0) {
            Choice accepted = spare;
            spare = choice;
            choice = accepted;
            hasChoice = true;
        }
        spare.clear();
    }
}
