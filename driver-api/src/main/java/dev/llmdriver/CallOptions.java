package dev.llmdriver;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one call does differently from the configured provider: key, base URL, headers; on whose behalf it is made, and who hears of
 * waits. Never part of a request's equality, of cache keys or of JSON, and never printed. Immutable.
 */
public final class CallOptions {
    private static final CallOptions NONE = builder().build();

    private final @Nullable Secret apiKey;
    private final @Nullable URI baseUrl;
    private final Map<String, String> headers;
    private final @Nullable String caller;
    private final Consumer<ChatEvent.Waiting> onWaiting;

    private CallOptions(Builder builder) {
        this.apiKey = builder.apiKey;
        this.baseUrl = builder.baseUrl;
        this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(builder.headers));
        this.caller = builder.caller;
        this.onWaiting = builder.onWaiting;
    }

    /** {@return options that change nothing} */
    public static CallOptions none() {
        return NONE;
    }

    /** {@return a builder of options that change nothing yet} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder that starts with all of these options} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return the key to use instead of the configured one} */
    public Optional<Secret> apiKey() {
        return Optional.ofNullable(apiKey);
    }

    /** {@return the base URL to use instead of the configured one} */
    public Optional<URI> baseUrl() {
        return Optional.ofNullable(baseUrl);
    }

    /** {@return headers to add to, or set instead of, the configured ones} */
    public Map<String, String> headers() {
        return headers;
    }

    /** {@return on whose behalf the call is made; empty for the application's own} */
    public Optional<String> caller() {
        return Optional.ofNullable(caller);
    }

    /** {@return who hears of waits; streams also carry them as events} */
    public Consumer<ChatEvent.Waiting> onWaiting() {
        return onWaiting;
    }

    @Override
    public String toString() {
        return "CallOptions[" + headers.keySet() + (apiKey == null ? "" : ", own key") + "]";
    }

    /** Collects the options. Not thread-safe. */
    public static final class Builder {
        private @Nullable Secret apiKey;
        private @Nullable URI baseUrl;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private @Nullable String caller;
        private Consumer<ChatEvent.Waiting> onWaiting = waiting -> {};

        private Builder() {}

        private Builder(CallOptions from) {
            this.apiKey = from.apiKey;
            this.baseUrl = from.baseUrl;
            this.headers.putAll(from.headers);
            this.caller = from.caller;
            this.onWaiting = from.onWaiting;
        }

        /** Uses this key. */
        public Builder apiKey(Secret key) {
            this.apiKey = Objects.requireNonNull(key, "key");
            return this;
        }

        /** Uses this base URL: absolute. */
        public Builder baseUrl(URI url) {
            this.baseUrl = Objects.requireNonNull(url, "url");
            return this;
        }

        /** Adds a header. */
        public Builder header(String name, String value) {
            headers.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Says on whose behalf the call is made: a tenant or a user of the application, by a name that the application vouches for.
         * Limits and budgets of callers count by it, and observers see it in the request; no provider hears of it.
         *
         * @param name which calls have in common that count together; not blank
         * @return this builder
         */
        public Builder caller(String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException(
                        "a caller needs a name; leave it out for the application's own calls");
            }
            this.caller = name;
            return this;
        }

        /** Tells a listener of waits: called on any thread; must not block. */
        public Builder onWaiting(Consumer<ChatEvent.Waiting> listener) {
            this.onWaiting = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** {@return the options} */
        public CallOptions build() {
            return new CallOptions(this);
        }
    }
}
