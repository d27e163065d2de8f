package dev.llmdriver.huggingface.internal.response;

import dev.llmdriver.Usage;
import org.jspecify.annotations.Nullable;

/** What one JSON object of an answer says, be it the whole answer or a chunk of a stream; used anew for each. */
final class Chunk {
    final Choice choice = new Choice();
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
        choice.clear();
    }

    /** Takes what a report came to; null if it had no counter. */
    void usage(@Nullable Usage reported) {
        usage = reported == null ? usage : reported;
    }

    /** {@return where the next choice is read: nobody asks for more than one, so what follows it is lost} */
    Choice nextChoice() {
        return hasChoice ? new Choice() : choice;
    }

    /** Keeps the first choice of index 0. */
    void accept(Choice read) {
        if (read == choice && read.index == 0) {
            hasChoice = true;
        } else {
            read.clear();
        }
    }
}
