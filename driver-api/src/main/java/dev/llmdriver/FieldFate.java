package dev.llmdriver;

import java.util.Objects;

/**
 * What a driver did with one field of a request.
 *
 * @param field the field's name in {@link ChatRequest}, such as {@code topP}
 * @param fate what became of it
 * @param detail how and why, for people; empty if it was sent as it is
 */
public record FieldFate(String field, Fate fate, String detail) {
    /** Checks that nothing is missing. */
    public FieldFate {
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(fate, "fate");
        Objects.requireNonNull(detail, "detail");
    }

    /** What became of a field. */
    public enum Fate {
        /** Sent with the same meaning under the provider's usual name. */
        SENT,
        /** Sent in another place or form with the same meaning. */
        RENAMED,
        /** Sent with the nearest value that the provider takes. */
        CLAMPED,
        /** Not known to the provider, but brought about by other means. */
        EMULATED,
        /** Not sent: the provider has nothing like it. */
        DROPPED
    }

    /** {@return whether the caller should hear of it: clamped, emulated and dropped fields} */
    public boolean isNotable() {
        return fate == Fate.CLAMPED || fate == Fate.EMULATED || fate == Fate.DROPPED;
    }
}
