package dev.llmdriver;

import java.util.Locale;
import java.util.Objects;

/**
 * Something that went otherwise than asked, although the call succeeded.
 *
 * @param code stable, low-cardinality, lower-case: {@code clamped}, {@code emulated}, {@code dropped}, or a driver's own
 * @param field the request field concerned; empty if none is
 * @param message what happened, for people
 */
public record Warning(String code, String field, String message) {
    /** Checks that nothing is missing. */
    public Warning {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(message, "message");
    }

    /**
     * Turns a field's fate into a warning.
     *
     * @param fate a notable fate
     * @return the warning
     */
    public static Warning of(FieldFate fate) {
        return new Warning(
                fate.fate().name().toLowerCase(Locale.ROOT), fate.field(), fate.field() + ": " + fate.detail());
    }
}
