package dev.llmdriver.resilience;

import dev.llmdriver.resilience.internal.coldstart.ColdStarts;
import java.time.Duration;

/**
 * Waits for models to be loaded: one coordinator for all engines of a provider. Of all calls to one model at one endpoint that are told
 * of its loading, one asks again when the provider's estimate is over, half a second at the least (without one after 2 s, growing to
 * 10 s); each answer is a new estimate; the others wait for what it hears, and so do calls that come meanwhile. When it gets an answer
 * all of them go on. If it is cancelled, or fails otherwise, the next one asks.
 *
 * <p>Requests after such a wait stand in the ledger as {@link dev.llmdriver.Attempt.Purpose#COLD_START} and do not count as attempts. A
 * wait that is longer than what is left of its own time or of the deadline does not begin: the call fails at once with the time in
 * {@link dev.llmdriver.error.ModelLoadingException#estimatedTime()}. Thread-safe.
 */
public final class ColdStart {
    /** The longest time a call waits for a model, all in all, unless configured otherwise. */
    public static final Duration DEFAULT = Duration.ofMinutes(2);

    private final ColdStarts settings;

    private ColdStart(ColdStarts settings) {
        this.settings = settings;
    }

    /** {@return a coordinator for waits of up to 120 s} */
    public static ColdStart standard() {
        return of(DEFAULT);
    }

    /**
     * Creates a coordinator.
     *
     * @param maxWait the longest time a call waits, all in all; zero for not at all
     * @return the coordinator
     */
    public static ColdStart of(Duration maxWait) {
        return new ColdStart(ColdStarts.of(notNegative(maxWait)));
    }

    /**
     * Sets another longest time, for one model of the provider.
     *
     * @param maxWait the longest time a call waits, all in all; zero for not at all
     * @return a coordinator for the same waits
     */
    public ColdStart withMaxWait(Duration maxWait) {
        return new ColdStart(new ColdStarts(notNegative(maxWait), settings.models()));
    }

    private static Duration notNegative(Duration maxWait) {
        if (maxWait.isNegative()) {
            throw new IllegalArgumentException("the longest wait for a model must be zero or more: " + maxWait);
        }
        return maxWait;
    }

    /** {@return the longest time a call waits, all in all} */
    public Duration maxWait() {
        return settings.maxWait();
    }

    ColdStarts settings() {
        return settings;
    }

    @Override
    public String toString() {
        return "ColdStart[maxWait=" + maxWait() + "]";
    }
}
