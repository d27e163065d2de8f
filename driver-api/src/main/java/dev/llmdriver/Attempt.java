package dev.llmdriver;

import dev.llmdriver.error.ErrorKind;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One request that left the process on behalf of a call. Immutable. */
public final class Attempt implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int number;
    private final ModelRef ref;
    private final Purpose purpose;
    private final Duration waited;
    private final Instant startedAt;
    private final @Nullable Duration duration;
    private final @Nullable Integer status;
    private final @Nullable ErrorKind error;
    private final @Nullable String requestId;
    private final @Nullable String keyLabel;

    private Attempt(Builder builder) {
        this.number = builder.number;
        this.ref = builder.ref;
        this.purpose = builder.purpose;
        this.waited = builder.waited;
        this.startedAt = builder.startedAt;
        this.duration = builder.duration;
        this.status = builder.status;
        this.error = builder.error;
        this.requestId = builder.requestId;
        this.keyLabel = builder.keyLabel;
    }

    /** Why a request was sent. May gain values. */
    public enum Purpose {
        /** The call's first request. */
        FIRST,
        /** Another try at the same target. */
        RETRY,
        /** The same try with another key of a pool. */
        ROTATE,
        /** A try at the next target. */
        FALLBACK,
        /** A question whether a loading model is ready. */
        COLD_START,
        /** One of several requests that a call was split into. */
        PART
    }

    /**
     * Starts an entry.
     *
     * @param number counted from one within the call
     * @param ref who was asked
     * @param startedAt when the request was sent
     * @return a builder for the rest
     */
    public static Builder builder(int number, ModelRef ref, Instant startedAt) {
        return new Builder(number, ref, startedAt);
    }

    /** {@return its place in the call, counted from one} */
    public int number() {
        return number;
    }

    /** {@return who was asked} */
    public ModelRef ref() {
        return ref;
    }

    /** {@return why it was sent} */
    public Purpose purpose() {
        return purpose;
    }

    /** {@return how long the call waited before it} */
    public Duration waited() {
        return waited;
    }

    /** {@return when it was sent} */
    public Instant startedAt() {
        return startedAt;
    }

    /** {@return how long it took; empty while it runs} */
    public Optional<Duration> duration() {
        return Optional.ofNullable(duration);
    }

    /** {@return the HTTP status; empty if no answer came} */
    public OptionalInt status() {
        return status == null ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** {@return how it failed; empty if it did not, or still runs} */
    public Optional<ErrorKind> error() {
        return Optional.ofNullable(error);
    }

    /** {@return the provider's id of the request, for its support} */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /** {@return the label of the key that was used, if it was chosen from a pool; never the key} */
    public Optional<String> keyLabel() {
        return Optional.ofNullable(keyLabel);
    }

    @Override
    public String toString() {
        return "Attempt[" + number + ", " + ref + ", " + purpose + ", waited=" + waited + ", duration=" + duration
                + ", status=" + status + ", error=" + error + ", requestId=" + requestId + ", keyLabel=" + keyLabel
                + "]";
    }

    /** Collects an entry. Not thread-safe. */
    public static final class Builder {
        private final int number;
        private final ModelRef ref;
        private final Instant startedAt;
        private Purpose purpose = Purpose.FIRST;
        private Duration waited = Duration.ZERO;
        private @Nullable Duration duration;
        private @Nullable Integer status;
        private @Nullable ErrorKind error;
        private @Nullable String requestId;
        private @Nullable String keyLabel;

        private Builder(int number, ModelRef ref, Instant startedAt) {
            this.number = number;
            this.ref = Objects.requireNonNull(ref, "ref");
            this.startedAt = Objects.requireNonNull(startedAt, "startedAt");
        }

        /** Sets why it was sent. */
        public Builder purpose(Purpose purpose) {
            this.purpose = Objects.requireNonNull(purpose, "purpose");
            return this;
        }

        /** Sets how long the call waited before it. */
        public Builder waited(Duration waited) {
            this.waited = Objects.requireNonNull(waited, "waited");
            return this;
        }

        /** Sets how long it took. */
        public Builder duration(Duration duration) {
            this.duration = Objects.requireNonNull(duration, "duration");
            return this;
        }

        /** Sets the HTTP status: as received. */
        public Builder status(int status) {
            this.status = status;
            return this;
        }

        /** Sets how it failed. */
        public Builder error(ErrorKind error) {
            this.error = Objects.requireNonNull(error, "error");
            return this;
        }

        /** Sets the provider's id of the request: not empty. */
        public Builder requestId(String requestId) {
            this.requestId = Objects.requireNonNull(requestId, "requestId");
            return this;
        }

        /** Sets the label of the key that was used. */
        public Builder keyLabel(String label) {
            this.keyLabel = Objects.requireNonNull(label, "label");
            return this;
        }

        /** {@return the entry as it is now} */
        public Attempt build() {
            return new Attempt(this);
        }
    }
}
