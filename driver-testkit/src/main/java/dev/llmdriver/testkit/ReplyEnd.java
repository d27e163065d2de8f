package dev.llmdriver.testkit;

/**
 * How a reply ended.
 *
 * @param cause who ended it
 * @param nanoTime when, on the clock of {@link System#nanoTime()}
 * @param bytes how much of it the kernel had taken, head and framing included
 */
public record ReplyEnd(Cause cause, long nanoTime, long bytes) {

    /** Who ended a reply. */
    public enum Cause {
        /** All of it was sent. */
        COMPLETE,
        /** The script broke it off. */
        BROKEN_OFF,
        /** The client closed the connection first. */
        CLIENT_LEFT,
        /** The twin was closed first. */
        TWIN_CLOSED
    }
}
