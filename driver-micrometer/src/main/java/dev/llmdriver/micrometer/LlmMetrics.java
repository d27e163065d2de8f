package dev.llmdriver.micrometer;

import dev.llmdriver.ModelRef;
import dev.llmdriver.Price;
import dev.llmdriver.micrometer.internal.KnownPrices;
import dev.llmdriver.micrometer.internal.Metrics;
import dev.llmdriver.micrometer.internal.Naming;
import dev.llmdriver.micrometer.internal.OtlpFilter;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.EmbeddingEngine;
import dev.llmdriver.spi.Instrumentation;
import dev.llmdriver.spi.LimitGauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Measures calls by the OpenTelemetry conventions for generative AI: durations, tokens, times to the first and between chunks; and, under
 * names of our own, requests, waits, interruptions, costs, what is left of limits. All names are in {@code docs/telemetry.md}. Tags
 * hold nothing of what is asked and answered, and few different values. Time is that of the call's own clock. Thread-safe.
 *
 * <pre>{@code
 * LlmClient client = LlmClient.builder().instrument(LlmMetrics.of(meterRegistry)).build();
 * }</pre>
 *
 * <p>A registry that exports by OTLP needs {@link #forOtlp()} as well.
 */
public final class LlmMetrics implements Instrumentation {
    /**
     * How many different names of models become tags unless set otherwise, and of the others how many once they have answered; the rest
     * is {@code _OTHER}.
     */
    public static final int DEFAULT_MODELS = 100;

    private final KnownPrices prices;
    private final Metrics metrics;

    private LlmMetrics(Builder builder) {
        this.prices = new KnownPrices(builder.prices);
        Naming naming = new Naming(builder.semconv, builder.drivers, prices);
        this.metrics = new Metrics(builder.registry, naming, builder.models);
    }

    /** {@return metrics in a registry, named as the environment variable {@value GenAiSemconv#ENVIRONMENT_VARIABLE} asks} */
    public static LlmMetrics of(MeterRegistry registry) {
        return builder(registry).build();
    }

    /** {@return a builder of metrics in this registry} */
    public static Builder builder(MeterRegistry registry) {
        return new Builder(registry);
    }

    /**
     * Makes the meters fit for OTLP, which shows units and has no empty attributes: gives token meters the unit <code>{token}</code>,
     * and leaves absent tags out. For registries that export by OTLP alone, before they have meters; Prometheus would write the unit
     * into the names. Such a registry must also be configured with seconds as its base unit of time.
     *
     * @return a filter that touches no other meters
     */
    public static MeterFilter forOtlp() {
        return new OtlpFilter();
    }

    @Override
    public void prices(Function<ModelRef, Optional<Price>> configured) {
        prices.learn(configured);
    }

    @Override
    public ChatEngine operation(ChatEngine next) {
        return metrics.operations(next);
    }

    @Override
    public ChatEngine attempt(ChatEngine next) {
        return metrics.attempts(next);
    }

    @Override
    public EmbeddingEngine operation(EmbeddingEngine next) {
        return metrics.operations(next);
    }

    @Override
    public EmbeddingEngine attempt(EmbeddingEngine next) {
        return metrics.attempts(next);
    }

    @Override
    public void limit(LimitGauge gauge) {
        metrics.limit(gauge);
    }

    @Override
    public void callerRefused(String reason) {
        metrics.callerRefused(reason);
    }

    /** Changes how things are named and bounded. Not thread-safe. */
    public static final class Builder {
        private final MeterRegistry registry;
        private final Map<String, String> drivers = new HashMap<>();
        private GenAiSemconv semconv = GenAiSemconv.from(System.getenv());
        private Function<ModelRef, Optional<Price>> prices = ref -> Optional.empty();
        private int models = DEFAULT_MODELS;

        private Builder(MeterRegistry registry) {
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
         * Says what tokens cost, before what is configured for the client; without either there is no {@code llmdriver.cost}. The
         * function must be thread-safe and quick.
         */
        public Builder prices(Function<ModelRef, Optional<Price>> known) {
            this.prices = Objects.requireNonNull(known, "known");
            return this;
        }

        /**
         * Sets how many different names of models, servers and scopes of limits become tags, at least 1; {@value #DEFAULT_MODELS} by
         * default. As many more models become tags once they have answered, for the first names may be such that no provider knows.
         */
        public Builder maxModels(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("at least one model must become a tag: " + most);
            }
            this.models = most;
            return this;
        }

        /** {@return the metrics} */
        public LlmMetrics build() {
            return new LlmMetrics(this);
        }
    }
}
