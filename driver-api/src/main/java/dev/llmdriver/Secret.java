package dev.llmdriver;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * A key that cannot be printed, serialised or logged by accident. It is a supplier, read anew for each attempt, so a key can be
 * rotated without a restart. Thread-safe if the supplier is. Two secrets are equal only if they are the same object.
 */
public final class Secret {
    private final Supplier<String> source;

    private Secret(Supplier<String> source) {
        this.source = Objects.requireNonNull(source, "source");
    }

    /**
     * Wraps a fixed key.
     *
     * @param value the key; surrounding white space, which no key has, is dropped
     * @return the secret
     */
    public static Secret of(String value) {
        String key = value.strip();
        return new Secret(() -> key);
    }

    /**
     * Wraps a source of keys.
     *
     * @param source asked before each attempt, on any thread; must be fast and must not block
     * @return the secret
     */
    public static Secret from(Supplier<String> source) {
        return new Secret(source);
    }

    /**
     * Returns the key. Only the code that writes it to the wire, or removes it from a text, calls this.
     *
     * @return the key as it is now
     */
    public String reveal() {
        return Objects.requireNonNull(source.get(), "the key's source returned null");
    }

    @Override
    public String toString() {
        return "Secret[****]";
    }
}
