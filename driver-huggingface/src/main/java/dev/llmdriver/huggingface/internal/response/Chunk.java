package dev.llmdriver.huggingface.internal.response;

import org.jspecify.annotations.Nullable;

/** What one JSON object of an answer says, be it the whole answer or a chunk of a stream; used anew for each. */
final class Chunk {
    Choice choice = new Choice();
    Choice spare = new Choice();
    boolean hasChoice;
    boolean hasChoices;
    boolean hasUsage;
    boolean isError;

    @Nullable
    String id;

    @Nullable
    String model;

    @Nullable
    String unknownField;

    void clear() {
        choice.clear();
        hasChoice = false;
        hasChoices = false;
        hasUsage = false;
        isError = false;
        id = null;
        model = null;
        unknownField = null;
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
