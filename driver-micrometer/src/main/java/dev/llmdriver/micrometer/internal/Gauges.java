package dev.llmdriver.micrometer.internal;

import dev.llmdriver.spi.LimitGauge;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * What is left of limits and budgets. A limit that is told of again, by other metrics in the same registry too, replaces the
 * one before it. Thread-safe.
 */
final class Gauges {
    private static final String DOLLARS = "usd";

    /** A registry keeps the first gauge of a name, but the client that told of its limit may be closed, and its metrics made anew. */
    private static final Map<MeterRegistry, Map<Key, DoubleSupplier>> READINGS =
            Collections.synchronizedMap(new WeakHashMap<>());

    private final MeterRegistry registry;
    private final Bounded scopes;
    private final Map<Key, DoubleSupplier> readings;
    private final Set<Key> registered = ConcurrentHashMap.newKeySet();

    /** Begins without any. A limit for all models has a scope for each, and callers may name many. */
    Gauges(MeterRegistry registry, int limit) {
        this.registry = registry;
        this.scopes = new Bounded(limit);
        this.readings = READINGS.computeIfAbsent(registry, unknown -> new ConcurrentHashMap<>());
    }

    private record Key(String kind, String scope, String window) {}

    void add(LimitGauge gauge) {
        if (scopes.of(gauge.scope()).equals(Bounded.OTHER)) {
            return; // what is left of different limits cannot be one number
        }
        Key key = new Key(gauge.kind(), gauge.scope(), gauge.window());
        readings.put(key, gauge.remaining());
        if (registered.add(key)) {
            register(key);
        }
    }

    private void register(Key key) {
        Tags tags = Tags.of("scope", key.scope(), "window", key.window());
        if (key.kind().equals(DOLLARS)) {
            Gauge.builder(GenAi.BUDGET_REMAINING, () -> read(key))
                    .description("What is left of a budget")
                    .baseUnit("USD")
                    .tags(tags)
                    .register(registry);
        } else {
            Gauge.builder(GenAi.LIMITER_REMAINING, () -> read(key))
                    .description("What is left of a limit")
                    .tags(tags.and("kind", key.kind()))
                    .register(registry);
        }
    }

    private double read(Key key) {
        DoubleSupplier reading = readings.get(key);
        return reading == null ? Double.NaN : reading.getAsDouble();
    }
}
