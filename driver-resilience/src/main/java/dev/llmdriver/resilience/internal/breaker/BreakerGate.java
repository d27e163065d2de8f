package dev.llmdriver.resilience.internal.breaker;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.llmdriver.ModelRef;
import dev.llmdriver.resilience.internal.gate.Ask;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.spi.Scheduler;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Refuses attempts at targets that failed too often. Each target has a circuit of its own; of very many, those used least are forgotten,
 * for an application may let its users name the models. Those that are spared are kept apart, so that no number of other names makes
 * one be asked again too early. Thread-safe.
 */
public final class BreakerGate implements Gate {
    /** A circuit takes some kilobytes. So many are kept that are closed, and so many that are not. */
    static final int MOST = 1000;

    private final float failurePercent;
    private final int window;
    private final int minimumCalls;
    private final Duration openFor;
    private final Cache<ModelRef, Circuit> circuits = most();
    /** Those that opened and have not closed since. Each took failures, which are harder to make than names. */
    private final Cache<ModelRef, Circuit> spared = most();

    /**
     * Creates a gate with all circuits closed.
     *
     * @param failurePercent at which share of failures a circuit opens
     * @param window how many attempts are looked back upon
     * @param minimumCalls how many attempts are needed for a verdict
     * @param openFor how long a target is spared
     */
    public BreakerGate(float failurePercent, int window, int minimumCalls, Duration openFor) {
        this.failurePercent = failurePercent;
        this.window = window;
        this.minimumCalls = minimumCalls;
        this.openFor = openFor;
    }

    private static Cache<ModelRef, Circuit> most() {
        return Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();
    }

    @Override
    public CompletableFuture<Pass> enter(Ask ask) {
        if (ask.goesElsewhere()) {
            return CompletableFuture.completedFuture(outcome -> {});
        }
        Circuit open = spared.getIfPresent(ask.ref());
        return (open == null ? known(ask) : open).enter(ask);
    }

    private Circuit known(Ask ask) {
        Scheduler time = ask.call().scheduler();
        return circuits.get(ask.ref(), ref -> new Circuit(ref, config(time), openFor, time, this::changed));
    }

    private void changed(Circuit circuit, boolean closed) {
        if (closed) {
            spared.invalidate(circuit.ref());
        } else {
            spared.put(circuit.ref(), circuit);
        }
    }

    private CircuitBreakerConfig config(Scheduler time) {
        return CircuitBreakerConfig.custom()
                .failureRateThreshold(failurePercent)
                .slidingWindow(window, minimumCalls, SlidingWindowType.COUNT_BASED)
                .waitDurationInOpenState(openFor)
                .permittedNumberOfCallsInHalfOpenState(1)
                .clock(SchedulerClock.of(time))
                .currentTimestampFunction(clock -> time.nanoTime(), TimeUnit.NANOSECONDS)
                .build();
    }

    /** {@return about how many targets are known} */
    long size() {
        circuits.cleanUp();
        spared.cleanUp();
        return all().size();
    }

    private Map<ModelRef, Circuit> all() {
        Map<ModelRef, Circuit> all = new HashMap<>(circuits.asMap());
        all.putAll(spared.asMap());
        return all;
    }

    @Override
    public String toString() {
        return "BreakerGate" + all();
    }
}
