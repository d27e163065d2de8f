package dev.llmdriver.micrometer.internal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes meters of the right shape, each once. Thread-safe. */
final class Meters {
    private final MeterRegistry registry;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();
    private final Map<Key, DistributionSummary> summaries = new ConcurrentHashMap<>();
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Key(String name, Tags tags) {}

    /** {@return a histogram of durations with the conventions' boundaries and no others} */
    Timer timer(String name, String description, Tags tags) {
        return timers.computeIfAbsent(
                new Key(name, tags),
                key -> Timer.builder(name)
                        .description(description)
                        .tags(tags)
                        .serviceLevelObjectives(GenAi.durationBoundaries())
                        .publishPercentileHistogram(false)
                        .register(registry));
    }

    /** {@return a histogram of tokens; it has no unit, for Prometheus would make it part of the name} */
    DistributionSummary tokens(String name, String description, Tags tags) {
        return summaries.computeIfAbsent(
                new Key(name, tags),
                key -> DistributionSummary.builder(name)
                        .description(description)
                        .tags(tags)
                        .serviceLevelObjectives(GenAi.tokenBoundaries())
                        .publishPercentileHistogram(false)
                        .register(registry));
    }

    Counter counter(String name, String description, Tags tags) {
        return counters.computeIfAbsent(
                new Key(name, tags),
                key -> Counter.builder(name).description(description).tags(tags).register(registry));
    }

    Counter dollars(String name, String description, Tags tags) {
        return counters.computeIfAbsent(
                new Key(name, tags),
                key -> Counter.builder(name)
                        .description(description)
                        .baseUnit("USD")
                        .tags(tags)
                        .register(registry));
    }
}
