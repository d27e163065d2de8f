package dev.llmdriver.limits.redis.internal;

import dev.llmdriver.resilience.Limit;
import java.util.List;

/**
 * Something that happens to several limits at once.
 *
 * @param mode what
 * @param parts to which limits
 */
public record Step(Mode mode, List<Part> parts) {
    /** What the script can do. */
    public enum Mode {
        /** Nothing but to look. */
        FORESEE,
        /** Takes all amounts, or none. */
        TAKE,
        /** Takes amounts, whether they are there or not; those below zero are given back to the windows that they are from. */
        SETTLE,
        /** Gives nothing for a time: the amount has its whole seconds, the third value its nanoseconds. */
        CLOSE;
    }

    /**
     * What happens to one limit.
     *
     * @param limit the limit
     * @param amount how much
     * @param held the window that it is from
     */
    public record Part(Limit limit, long amount, String held) {}
}
