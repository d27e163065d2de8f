package dev.llmdriver.micrometer;

import dev.llmdriver.ModelRef;
import dev.llmdriver.Price;
import dev.llmdriver.micrometer.internal.KnownPrices;
import dev.llmdriver.micrometer.internal.Naming;
import dev.llmdriver.micrometer.internal.Spans;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.EmbeddingEngine;
import dev.llmdriver.spi.Instrumentation;
import io.micrometer.observation.ObservationRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes spans of calls by the OpenTelemetry conventions for generative AI: {@code llmdriver.call} for the whole call, below it one client
 * span for each target, below that one for each request. The parent of the first is the observation that is current where the call is
 * made. No trace id goes to a provider. Spans hold nothing of what is asked and answered unless {@link Builder#captureContent} asks
 * for it. Thread-safe.
 *
 * <p>It is meant for tracing. {@link LlmMetrics} makes the meters: a handler that makes meters of observations should not be in the same
 * registry, for it makes others under other names.
 */
public final class LlmObservations implements Instrumentation {
    private final KnownPrices prices;
    private final Spans spans;

    private LlmObservations(Builder builder) {
        this.prices = new KnownPrices(builder.prices);
        Naming naming = new Naming(builder.semconv, builder.drivers, prices);
        this.spans = new Spans(builder.registry, naming, builder.content);
    }

    /** {@return observations without content, named as {@value GenAiSemconv#ENVIRONMENT_VARIABLE} asks} */
    public static LlmObservations of(ObservationRegistry registry) {
        return builder(registry).build();
    }

    /** {@return a builder of observations in this registry} */
    public static Builder builder(ObservationRegistry registry) {
        return new Builder(registry);
    }

    @Override
    public void prices(Function<ModelRef, Optional<Price>> configured) {
        prices.learn(configured);
    }

    @Override
    public ChatEngine call(ChatEngine next) {
        return spans.calls(next);
    }

    @Override
    public ChatEngine operation(ChatEngine next) {
        return spans.operations(next);
    }

    @Override
    public ChatEngine attempt(ChatEngine next) {
        return spans.attempts(next);
    }

    @Override
    public EmbeddingEngine operation(EmbeddingEngine next) {
        return spans.operations(next);
    }

    @Override
    public EmbeddingEngine attempt(EmbeddingEngine next) {
        return spans.attempts(next);
    }

    /** Changes how things are named and what is captured. Not thread-safe. */
    public static final class Builder {
        private final ObservationRegistry registry;
        private final Map<String, String> drivers = new HashMap<>();
        private GenAiSemconv semconv = GenAiSemconv.from(System.getenv());
        private Function<ModelRef, Optional<Price>> prices = ref -> Optional.empty();
        private boolean content;

        private Builder(ObservationRegistry registry) {
            this.registry = Objects.requireNonNull(registry, "registry");
        }

        /** Names everything by this text of the conventions, whatever the environment says. */
        public Builder semconv(GenAiSemconv text) {
            this.semconv = Objects.requireNonNull(text, "text");
            return this;
        }

        /** Says which driver is behind a provider that has a name of its own, so that it is named as the driver's others are. */
        public Builder driver(String provider, String driver) {
            drivers.put(Objects.requireNonNull(provider, "provider"), Objects.requireNonNull(driver, "driver"));
            return this;
        }

        /**
         * Says what tokens cost, before what is configured for the client; without either spans have no {@code llmdriver.cost.usd}.
         * The function must be thread-safe and quick.
         */
        public Builder prices(Function<ModelRef, Optional<Price>> known) {
            this.prices = Objects.requireNonNull(known, "known");
            return this;
        }

        /**
         * Writes messages, instructions, tools and answers into the spans, whole. They may hold anything that users say; off by
         * default.
         */
        public Builder captureContent(boolean capture) {
            this.content = capture;
            return this;
        }

        /** {@return the observations} */
        public LlmObservations build() {
            return new LlmObservations(this);
        }
    }
}
