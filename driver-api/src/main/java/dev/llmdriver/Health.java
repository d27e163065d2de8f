package dev.llmdriver;

import java.util.Objects;

/**
 * Whether a provider can be used, and what to do if not.
 *
 * @param status the verdict
 * @param detail what was seen, for people, without secrets
 * @param remedy what to do; empty if nothing need be done
 */
public record Health(Status status, String detail, String remedy) {
    /** Checks that nothing is missing. */
    public Health {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(remedy, "remedy");
    }

    /** The verdict. May gain values. */
    public enum Status {
        /** It answers. */
        UP,
        /** It starts, or loads a model: wait. */
        STARTING,
        /** It refuses, or cannot be reached. */
        DOWN,
        /** There is no way to tell without a paid call. */
        UNKNOWN
    }
}
