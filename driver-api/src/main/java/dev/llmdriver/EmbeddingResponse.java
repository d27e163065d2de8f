package dev.llmdriver;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Vectors, in the order of the texts. Immutable but for the arrays, which belong to the caller. */
public final class EmbeddingResponse {
    private final ModelRef ref;
    private final List<float[]> vectors;
    private final @Nullable Usage usage;
    private final @Nullable String servedModel;
    private final List<Warning> warnings;
    private final List<Attempt> attempts;

    private EmbeddingResponse(Builder builder) {
        this.ref = builder.ref;
        this.vectors = List.copyOf(builder.vectors);
        this.usage = builder.usage;
        this.servedModel = builder.servedModel;
        this.warnings = builder.warnings;
        this.attempts = builder.attempts;
    }

    /**
     * Starts an answer.
     *
     * @param ref who was asked
     * @param vectors one for each text, in order
     * @return a builder for the rest
     */
    public static Builder builder(ModelRef ref, List<float[]> vectors) {
        return new Builder(ref, vectors);
    }

    /** {@return who was asked} */
    public ModelRef ref() {
        return ref;
    }

    /** {@return one vector for each text, in order} */
    public List<float[]> vectors() {
        return vectors;
    }

    /** {@return the tokens used; empty if the provider did not say} */
    public Optional<Usage> usage() {
        return Optional.ofNullable(usage);
    }

    /** {@return the provider's own name of the model that answered} */
    public Optional<String> servedModel() {
        return Optional.ofNullable(servedModel);
    }

    /** {@return what went otherwise than asked} */
    public List<Warning> warnings() {
        return warnings;
    }

    /** {@return every request that left the process for this answer} */
    public List<Attempt> attempts() {
        return attempts;
    }

    @Override
    public String toString() {
        return "EmbeddingResponse[" + ref + ", " + vectors.size() + " vectors, " + usage + "]";
    }

    /** Puts an answer together. Not thread-safe. */
    public static final class Builder {
        private final ModelRef ref;
        private final List<float[]> vectors;
        private @Nullable Usage usage;
        private @Nullable String servedModel;
        private List<Warning> warnings = List.of();
        private List<Attempt> attempts = List.of();

        private Builder(ModelRef ref, List<float[]> vectors) {
            this.ref = Objects.requireNonNull(ref, "ref");
            this.vectors = Objects.requireNonNull(vectors, "vectors");
        }

        /** Sets the tokens used. */
        public Builder usage(Usage usage) {
            this.usage = Objects.requireNonNull(usage, "usage");
            return this;
        }

        /** Sets the provider's own name of the model that answered. */
        public Builder servedModel(String servedModel) {
            this.servedModel = Objects.requireNonNull(servedModel, "servedModel");
            return this;
        }

        /** Sets what went otherwise than asked. */
        public Builder warnings(List<Warning> warnings) {
            this.warnings = List.copyOf(warnings);
            return this;
        }

        /** Sets every request that left the process for this answer. */
        public Builder attempts(List<Attempt> attempts) {
            this.attempts = List.copyOf(attempts);
            return this;
        }

        /** {@return the answer} */
        public EmbeddingResponse build() {
            return new EmbeddingResponse(this);
        }
    }
}
