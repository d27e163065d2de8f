package dev.llmdriver;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Texts to turn into vectors. Immutable. */
public final class EmbeddingRequest {
    private final List<String> texts;
    private final @Nullable Integer dimensions;
    private final @Nullable Purpose purpose;
    private final @Nullable Boolean truncate;
    private final @Nullable Duration deadline;
    private final Timeouts timeouts;
    private final Map<String, Map<String, Object>> extras;
    private final CallOptions callOptions;

    private EmbeddingRequest(Builder builder) {
        this.texts = List.copyOf(builder.texts);
        this.dimensions = builder.dimensions;
        this.purpose = builder.purpose;
        this.truncate = builder.truncate;
        this.deadline = builder.deadline;
        this.timeouts = builder.timeouts;
        this.extras = Extras.copyOf(builder.extras);
        this.callOptions = builder.callOptions;
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("an embedding request needs at least one text");
        }
    }

    /** What the vectors are for; some models embed a question otherwise than a document. May gain values. */
    public enum Purpose {
        /** A question that looks for documents. */
        QUERY,
        /** A document to be found. */
        DOCUMENT,
        /** Comparing texts with each other. */
        SIMILARITY,
        /** Sorting texts into classes. */
        CLASSIFICATION,
        /** Grouping texts. */
        CLUSTERING
    }

    /** {@return a request for these texts} */
    public static EmbeddingRequest of(String... texts) {
        return builder(List.of(texts)).build();
    }

    /** {@return a builder for these texts} */
    public static Builder builder(List<String> texts) {
        return new Builder(texts);
    }

    /** {@return a builder that starts with all of this request, call options included} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return the texts in order} */
    public List<String> texts() {
        return texts;
    }

    /** {@return the wanted length of the vectors} */
    public OptionalInt dimensions() {
        return dimensions == null ? OptionalInt.empty() : OptionalInt.of(dimensions);
    }

    /** {@return what the vectors are for} */
    public Optional<Purpose> purpose() {
        return Optional.ofNullable(purpose);
    }

    /** {@return whether a text too long for the model is cut rather than refused} */
    public Optional<Boolean> truncate() {
        return Optional.ofNullable(truncate);
    }

    /** {@return the time for the whole call} */
    public Optional<Duration> deadline() {
        return Optional.ofNullable(deadline);
    }

    /** {@return the times for the phases of each attempt} */
    public Timeouts timeouts() {
        return timeouts;
    }

    /** {@return the fields that only this driver understands} */
    public Map<String, Object> extras(String driver) {
        return extras.getOrDefault(driver, Map.of());
    }

    /** {@return what this call does differently from the configured provider} */
    public CallOptions callOptions() {
        return callOptions;
    }

    @Override
    public String toString() {
        return "EmbeddingRequest[" + texts.size() + " texts]";
    }

    /** Puts a request together. Not thread-safe. */
    public static final class Builder {
        private final List<String> texts;
        private @Nullable Integer dimensions;
        private @Nullable Purpose purpose;
        private @Nullable Boolean truncate;
        private @Nullable Duration deadline;
        private Timeouts timeouts = Timeouts.unset();
        private final Map<String, Map<String, Object>> extras = new LinkedHashMap<>();
        private CallOptions callOptions = CallOptions.none();

        private Builder(List<String> texts) {
            this.texts = List.copyOf(texts);
        }

        private Builder(EmbeddingRequest from) {
            this(from.texts);
            this.dimensions = from.dimensions;
            this.purpose = from.purpose;
            this.truncate = from.truncate;
            this.deadline = from.deadline;
            this.timeouts = from.timeouts;
            from.extras.forEach((driver, fields) -> this.extras.put(driver, new LinkedHashMap<>(fields)));
            this.callOptions = from.callOptions;
        }

        /** Sets the wanted length of the vectors, at least 1. */
        public Builder dimensions(int dimensions) {
            if (dimensions < 1) {
                throw new IllegalArgumentException("dimensions must be at least 1: " + dimensions);
            }
            this.dimensions = dimensions;
            return this;
        }

        /** Says what the vectors are for. */
        public Builder purpose(Purpose purpose) {
            this.purpose = Objects.requireNonNull(purpose, "purpose");
            return this;
        }

        /** Says whether a text too long for the model is cut rather than refused. */
        public Builder truncate(boolean truncate) {
            this.truncate = truncate;
            return this;
        }

        /** Sets the time for the whole call, more than zero. */
        public Builder deadline(Duration deadline) {
            if (deadline.isNegative() || deadline.isZero()) {
                throw new IllegalArgumentException("the deadline must be more than zero: " + deadline);
            }
            this.deadline = deadline;
            return this;
        }

        /** Sets the times for the phases of each attempt. */
        public Builder timeouts(Timeouts timeouts) {
            this.timeouts = Objects.requireNonNull(timeouts, "timeouts");
            return this;
        }

        /** Adds a field that only one driver understands, see {@link ChatRequestBuilder#extra}. */
        public Builder extra(String driver, String key, Object value) {
            extras.computeIfAbsent(driver, id -> new LinkedHashMap<>()).put(key, Extras.checked(key, value));
            return this;
        }

        /** Sets what this call does differently from the configured provider. */
        public Builder callOptions(CallOptions options) {
            this.callOptions = Objects.requireNonNull(options, "options");
            return this;
        }

        /** {@return the request} */
        public EmbeddingRequest build() {
            return new EmbeddingRequest(this);
        }
    }
}
