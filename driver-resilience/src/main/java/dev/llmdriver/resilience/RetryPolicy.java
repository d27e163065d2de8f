package dev.llmdriver.resilience;

import dev.llmdriver.resilience.internal.course.Hints;
import dev.llmdriver.spi.AttemptLedger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * When and how often a call is tried again. Immutable.
 *
 * <p>Before try <i>n</i> + 1 a call waits a random time between zero and {@code min(maxDelay, baseDelay · 2ⁿ⁻¹)}. If the answer that
 * failed named a time to come back, that wins: the wait is then the named time plus up to a tenth of it, never less. A model that is being
 * loaded is not tried again: {@link ColdStart} waits for it.
 */
public final class RetryPolicy {
    /** The most that nanoseconds can say. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final int maxAttempts;
    private final Duration baseDelay;
    private final Duration maxDelay;
    private final Duration maxHint;
    private final List<Duration> delays;
    private final Supplier<RandomGenerator> random;

    private RetryPolicy(Builder builder) {
        this.maxAttempts = builder.maxAttempts;
        this.baseDelay = builder.baseDelay;
        this.maxDelay = builder.maxDelay;
        this.maxHint = builder.maxHint;
        this.delays = builder.delays;
        this.random = builder.random;
    }

    /** {@return the policy of a builder that nothing was set in} */
    public static RetryPolicy defaults() {
        return builder().build();
    }

    /** {@return a policy that never tries again} */
    public static RetryPolicy never() {
        return builder().maxAttempts(1).build();
    }

    /** {@return a builder of the default policy} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the most tries at one target, those that did not connect included; 3 by default} */
    public int maxAttempts() {
        return maxAttempts;
    }

    /** {@return the cap of attempts for a call over all targets that this policy needs: 6, or more if it tries more often} */
    public int callCap() {
        return Math.max(AttemptLedger.DEFAULT_CAP, maxAttempts);
    }

    /** {@return the longest time named by a provider that is waited for; 30 s by default} */
    public Duration maxHint() {
        return maxHint;
    }

    /**
     * Draws the wait where no time was named.
     *
     * @param failed how many tries have failed, at least 1
     * @return the wait before the next
     */
    public Duration backoff(int failed) {
        if (!delays.isEmpty()) {
            return delays.get(Math.min(failed, delays.size()) - 1);
        }
        return Duration.ofNanos((long) (limit(failed) * random.get().nextDouble()));
    }

    /**
     * Draws the wait where a time was named.
     *
     * @param hint the time named
     * @return at least that, at most a tenth more
     */
    public Duration afterHint(Duration hint) {
        return Hints.spread(hint, random.get());
    }

    /** {@return the upper bound of a random wait, in nanoseconds} */
    private long limit(int failed) {
        // Doubling more than 30 times is longer than any deadline.
        int doublings = Math.min(failed - 1, 30);
        long base = nanos(baseDelay);
        long most = nanos(maxDelay);
        // Asked of the bound, which may be halved, for doubling the base would overflow.
        return base > most >> doublings ? most : base << doublings;
    }

    private static long nanos(Duration delay) {
        return delay.compareTo(LONGEST) < 0 ? delay.toNanos() : Long.MAX_VALUE;
    }

    @Override
    public String toString() {
        return "RetryPolicy[maxAttempts=" + maxAttempts
                + (delays.isEmpty() ? ", baseDelay=" + baseDelay + ", maxDelay=" + maxDelay : ", delays=" + delays)
                + ", maxHint=" + maxHint + "]";
    }

    /**
     * Changes the default policy: 3 tries, 0.5 s doubling up to 8 s, named times of up to 30 s. Not thread-safe.
     */
    public static final class Builder {
        private int maxAttempts = 3;
        private Duration baseDelay = Duration.ofMillis(500);
        private Duration maxDelay = Duration.ofSeconds(8);
        private Duration maxHint = Duration.ofSeconds(30);
        private List<Duration> delays = List.of();
        private Supplier<RandomGenerator> random = ThreadLocalRandom::current;

        private Builder() {}

        /** Sets the most tries at one target, at least 1; 1 means that nothing is tried again. */
        public Builder maxAttempts(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("a call needs at least one attempt: " + most);
            }
            this.maxAttempts = most;
            return this;
        }

        /** Sets the upper bound of the first wait, zero or more. */
        public Builder baseDelay(Duration delay) {
            this.baseDelay = notNegative(delay);
            return this;
        }

        /** Sets the upper bound of all waits that no provider named, zero or more. */
        public Builder maxDelay(Duration delay) {
            this.maxDelay = notNegative(delay);
            return this;
        }

        /** Sets the longest time named by a provider that is waited for; a longer one fails the call at once. */
        public Builder maxHint(Duration hint) {
            this.maxHint = notNegative(hint);
            return this;
        }

        /**
         * Waits exactly these times instead of random ones, and tries once more often than there are times. A time named by the
         * provider still wins.
         *
         * @param waits the waits in order, at least one
         * @return this builder
         */
        public Builder delays(List<Duration> waits) {
            if (waits.isEmpty()) {
                throw new IllegalArgumentException("a schedule of delays needs at least one");
            }
            waits.forEach(Builder::notNegative);
            this.delays = List.copyOf(waits);
            return maxAttempts(waits.size() + 1);
        }

        /** Draws waits from this source, which must be thread-safe if calls are concurrent. */
        public Builder random(RandomGenerator source) {
            this.random = () -> source;
            return this;
        }

        /** {@return the policy} */
        public RetryPolicy build() {
            return new RetryPolicy(this);
        }

        private static Duration notNegative(Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("a delay must be zero or more: " + value);
            }
            return value;
        }
    }
}
