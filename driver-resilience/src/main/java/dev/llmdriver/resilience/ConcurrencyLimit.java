package dev.llmdriver.resilience;

import dev.llmdriver.resilience.internal.ConcurrencyGate;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.spi.LimitGauge;
import java.time.Duration;
import java.util.Objects;

/**
 * How many attempts run at one time, among all engines that share this object. An attempt holds its place while it is sent and
 * answered, a stream to its end, and never while the call waits to try again. The others queue, first come, first served; who waits
 * longer than allowed fails with a {@link dev.llmdriver.error.LimitExceededException} of reason {@code concurrency}, who is still
 * waiting at the deadline as {@code timeout}. Thread-safe.
 */
public final class ConcurrencyLimit {
    /** The longest wait for a place, unless configured otherwise. */
    public static final Duration DEFAULT_MAX_WAIT = Duration.ofSeconds(30);

    private final String scope;
    private final ConcurrencyGate gate;

    private ConcurrencyLimit(String scope, int most, Duration maxWait) {
        this.scope = scope;
        this.gate = new ConcurrencyGate(most, maxWait, this);
    }

    /**
     * Creates a limit with all places free and a wait of at most 30 s.
     *
     * @param scope whose limit it is, for telemetry: a configured name
     * @param most how many attempts at one time, at least 1
     * @return the limit
     */
    public static ConcurrencyLimit of(String scope, int most) {
        return of(scope, most, DEFAULT_MAX_WAIT);
    }

    /**
     * Creates a limit with all places free.
     *
     * @param scope whose limit it is, for telemetry: a configured name
     * @param most how many attempts at one time, at least 1
     * @param maxWait the longest wait for a place, zero or more; a call's deadline bounds it too
     * @return the limit
     */
    public static ConcurrencyLimit of(String scope, int most, Duration maxWait) {
        if (most < 1) {
            throw new IllegalArgumentException("at least one call must be allowed at one time: " + most);
        }
        if (maxWait.isNegative()) {
            throw new IllegalArgumentException("the longest wait for a place must be zero or more: " + maxWait);
        }
        return new ConcurrencyLimit(Objects.requireNonNull(scope, "scope"), most, maxWait);
    }

    /** {@return what telemetry reads: the free places} */
    public LimitGauge gauge() {
        return new LimitGauge("concurrency", scope, "now", gate::free);
    }

    Gate gate() {
        return gate;
    }

    @Override
    public String toString() {
        return "ConcurrencyLimit[" + scope + ", " + gate + "]";
    }
}
