package dev.llmdriver.testkit.tck;

import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a test demands, in words that a driver's author can use. */
final class Check {
    private Check() {}

    static void that(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    static void equal(String what, @Nullable Object expected, @Nullable Object actual) {
        that(Objects.equals(expected, actual), what + " must be <" + expected + "> but is <" + actual + ">");
    }

    static void contains(String what, String whole, String piece) {
        that(whole.contains(piece), what + " must contain <" + piece + "> but is <" + whole + ">");
    }

    static void hides(String what, String whole, String secret) {
        that(!whole.contains(secret), what + " must not hold <" + secret + ">: <" + whole + ">");
    }

    static void empty(String what, Collection<?> all) {
        that(all.isEmpty(), what + " must be none, but are " + all);
    }

    static <T> T is(String what, Class<T> type, @Nullable Object value) {
        if (!type.isInstance(value)) {
            throw failure(what + " must be a " + type.getSimpleName() + " but is " + value, value);
        }
        return type.cast(value);
    }

    private static AssertionError failure(String message, @Nullable Object value) {
        return value instanceof Throwable cause ? new AssertionError(message, cause) : new AssertionError(message);
    }
}
