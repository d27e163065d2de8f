package dev.llmdriver;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a provider says of a model. What it does not say is absent. Immutable. */
public final class ModelInfo {
    private final String id;
    private final @Nullable String displayName;
    private final @Nullable Long contextWindow;
    private final @Nullable Long outputLimit;
    private final Capabilities capabilities;
    private final @Nullable Price price;
    private final List<ModelOffer> offers;

    private ModelInfo(Builder builder) {
        this.id = builder.id;
        this.displayName = builder.displayName;
        this.contextWindow = builder.contextWindow;
        this.outputLimit = builder.outputLimit;
        this.capabilities = builder.capabilities;
        this.price = builder.price;
        this.offers = List.copyOf(builder.offers);
    }

    /** {@return a builder for a model of this id, which is what stands after the provider's colon} */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /** {@return the model's id, which is what stands after the provider's colon} */
    public String id() {
        return id;
    }

    /** {@return the model's name for people} */
    public Optional<String> displayName() {
        return Optional.ofNullable(displayName);
    }

    /** {@return the most tokens in and out together; the least of all offers where a router chooses} */
    public OptionalLong contextWindow() {
        return contextWindow == null ? OptionalLong.empty() : OptionalLong.of(contextWindow);
    }

    /** {@return the most tokens out} */
    public OptionalLong outputLimit() {
        return outputLimit == null ? OptionalLong.empty() : OptionalLong.of(outputLimit);
    }

    /** {@return what the model can do} */
    public Capabilities capabilities() {
        return capabilities;
    }

    /** {@return what tokens cost; empty where offers differ} */
    public Optional<Price> price() {
        return Optional.ofNullable(price);
    }

    /** {@return who serves the model behind a router; empty where nobody stands between} */
    public List<ModelOffer> offers() {
        return offers;
    }

    @Override
    public String toString() {
        return "ModelInfo[" + id + ", contextWindow=" + contextWindow + ", " + capabilities + ", " + offers + "]";
    }

    /** Puts the facts together. Not thread-safe. */
    public static final class Builder {
        private final String id;
        private @Nullable String displayName;
        private @Nullable Long contextWindow;
        private @Nullable Long outputLimit;
        private Capabilities capabilities = Capabilities.unknown();
        private @Nullable Price price;
        private List<ModelOffer> offers = List.of();

        private Builder(String id) {
            this.id = Objects.requireNonNull(id, "id");
        }

        /** Sets the model's name for people. */
        public Builder displayName(String displayName) {
            this.displayName = Objects.requireNonNull(displayName, "displayName");
            return this;
        }

        /** Sets the most tokens in and out together; a number below 1 says nothing. */
        public Builder contextWindow(long tokens) {
            this.contextWindow = tokens < 1 ? contextWindow : Long.valueOf(tokens);
            return this;
        }

        /** Sets the most tokens out; a number below 1 says nothing. */
        public Builder outputLimit(long tokens) {
            this.outputLimit = tokens < 1 ? outputLimit : Long.valueOf(tokens);
            return this;
        }

        /** Sets what the model can do. */
        public Builder capabilities(Capabilities capabilities) {
            this.capabilities = Objects.requireNonNull(capabilities, "capabilities");
            return this;
        }

        /** Sets what tokens cost. */
        public Builder price(Price price) {
            this.price = Objects.requireNonNull(price, "price");
            return this;
        }

        /** Sets who serves the model behind a router. */
        public Builder offers(List<ModelOffer> offers) {
            this.offers = List.copyOf(offers);
            return this;
        }

        /** {@return the facts} */
        public ModelInfo build() {
            return new ModelInfo(this);
        }
    }
}
