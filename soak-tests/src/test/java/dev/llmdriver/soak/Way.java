package dev.llmdriver.soak;

/** How a caller asks. */
enum Way {
    BLOCKING,
    ASYNC,
    SUBSCRIBE,
    ITERATE,
    TEXTS,
    FOR_EACH,
    RESULT,
    EMBED,
    EMBED_ASYNC;

    boolean isStream() {
        return !isEmbedding() && this != BLOCKING && this != ASYNC;
    }

    boolean isEmbedding() {
        return this == EMBED || this == EMBED_ASYNC;
    }

    /** Whether the caller's code runs for each event and may stop the call there. */
    boolean seesEvents() {
        return isStream() && this != RESULT;
    }
}
