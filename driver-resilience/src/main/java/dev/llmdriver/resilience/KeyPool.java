package dev.llmdriver.resilience;

import dev.llmdriver.Secret;
import dev.llmdriver.resilience.internal.key.Keys;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Several keys of one provider. Every attempt is sent with the first key that is ready, and names its label in the ledger, never the
 * key. Where a key is {@code rate_limited} it rests for the time that the provider named, or 1 s; where its quota is exhausted, until
 * the reset, or for 1 h, both for that model alone; where it is refused as {@code authentication} it is not used until its
 * {@link Secret} gives another value. In all three cases the call goes on with the next key at once: each key at most once, within the
 * call's cap of attempts, and never after content has come. If no key is ready the call fails as the one that is back first did, with
 * the time until then.
 *
 * <p>A request with a key or a base URL of its own goes past the pool. Thread-safe; engines that share a pool share what it knows.
 */
public final class KeyPool {
    private final Keys keys;

    private KeyPool(Keys keys) {
        this.keys = keys;
    }

    /** {@return a builder of a pool without keys} */
    public static Builder builder() {
        return new Builder();
    }

    Keys keys() {
        return keys;
    }

    @Override
    public String toString() {
        return "KeyPool" + keys;
    }

    /** Collects keys. Not thread-safe. */
    public static final class Builder {
        private final Map<String, Secret> keys = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Adds a key, to be used when those before it are not ready.
         *
         * @param label its name in ledgers, logs and messages: not blank, not the key
         * @param key the key, read anew for each attempt
         * @return this builder
         * @throws IllegalArgumentException if there is one of that label, or the label is blank
         */
        public Builder key(String label, Secret key) {
            if (label.isBlank()) {
                throw new IllegalArgumentException("a key of a pool needs a label, so that attempts can name it");
            }
            if (keys.putIfAbsent(label, Objects.requireNonNull(key, "key")) != null) {
                throw new IllegalArgumentException("there are two keys of the label '" + label + "'; name them apart");
            }
            return this;
        }

        /**
         * Ends the building.
         *
         * @return the pool, all its keys ready
         * @throws IllegalArgumentException if there is no key
         */
        public KeyPool build() {
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("a pool needs at least one key");
            }
            return new KeyPool(new Keys(keys));
        }
    }
}
