package dev.llmdriver;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One company's offer of a model behind a router. Immutable. */
public final class ModelOffer {
    private final String provider;
    private final boolean live;
    private final @Nullable Long contextWindow;
    private final Capabilities capabilities;
    private final @Nullable Price price;

    private ModelOffer(Builder builder) {
        this.provider = builder.provider;
        this.live = builder.live;
        this.contextWindow = builder.contextWindow;
        this.capabilities = builder.capabilities;
        this.price = builder.price;
    }

    /** {@return a builder for an offer of this company} */
    public static Builder builder(String provider) {
        return new Builder(provider);
    }

    /** {@return the company, as the router names it} */
    public String provider() {
        return provider;
    }

    /** {@return whether it can be used now} */
    public boolean isLive() {
        return live;
    }

    /** {@return the most tokens in and out together} */
    public OptionalLong contextWindow() {
        return contextWindow == null ? OptionalLong.empty() : OptionalLong.of(contextWindow);
    }

    /** {@return what the model can do there} */
    public Capabilities capabilities() {
        return capabilities;
    }

    /** {@return what tokens cost there} */
    public Optional<Price> price() {
        return Optional.ofNullable(price);
    }

    @Override
    public String toString() {
        return "ModelOffer[" + provider + (live ? "" : ", not live") + ", " + contextWindow + ", " + price + "]";
    }

    /** Puts an offer together. Not thread-safe. */
    public static final class Builder {
        private final String provider;
        private boolean live = true;
        private @Nullable Long contextWindow;
        private Capabilities capabilities = Capabilities.unknown();
        private @Nullable Price price;

        private Builder(String provider) {
            this.provider = Objects.requireNonNull(provider, "provider");
        }

        /** Says whether it can be used now; true by default. */
        public Builder live(boolean live) {
            this.live = live;
            return this;
        }

        /** Sets the most tokens in and out together; a number below 1 says nothing. */
        public Builder contextWindow(long tokens) {
            this.contextWindow = tokens < 1 ? contextWindow : Long.valueOf(tokens);
            return this;
        }

        /** Sets what the model can do there. */
        public Builder capabilities(Capabilities capabilities) {
            this.capabilities = Objects.requireNonNull(capabilities, "capabilities");
            return this;
        }

        /** Sets what tokens cost there. */
        public Builder price(Price price) {
            this.price = Objects.requireNonNull(price, "price");
            return this;
        }

        /** {@return the offer} */
        public ModelOffer build() {
            return new ModelOffer(this);
        }
    }
}
