package dev.llmdriver.soak;

/** What a caller does beside waiting for the end. */
enum Whim {
    /** Waits for the end. */
    NONE,
    /** Cancels after a time, perhaps when all is over. */
    CANCEL_LATER,
    /** Cancels in the very moment of asking. */
    CANCEL_AT_ONCE,
    /** Cancels on seeing an event. */
    CANCEL_AT_EVENT,
    /** Throws on seeing an event. */
    THROW,
    /** Stops reading and leaves the rest to the deadline. */
    ABANDON,
    /** Has little time. */
    HURRY,
    /** Cancels again when all is over. */
    CANCEL_AFTER_END;

    boolean cancels() {
        return this == CANCEL_LATER || this == CANCEL_AT_ONCE || this == CANCEL_AT_EVENT || this == THROW;
    }

    boolean runsOutOfTime() {
        return this == ABANDON || this == HURRY;
    }
}
