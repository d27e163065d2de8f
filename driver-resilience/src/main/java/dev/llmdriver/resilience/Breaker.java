package dev.llmdriver.resilience;

import dev.llmdriver.resilience.internal.breaker.BreakerGate;
import dev.llmdriver.resilience.internal.gate.Gate;
import java.time.Duration;

/**
 * Spares targets that are down: after too many failures among the last attempts at a target, further ones fail at once with a
 * {@link dev.llmdriver.error.LimitExceededException} of reason {@code breaker_open}, until some time has passed and a single attempt
 * shows that the target works again. Each target (provider and model) is judged by itself.
 *
 * <p>Counted are the target's failures alone: {@code server_error}, {@code overloaded}, {@code endpoint_unavailable}, {@code
 * connect_failed}, {@code stream_interrupted}, {@code malformed_response} and {@code timeout}, the last by the call's deadline only if
 * the attempt had a minute. What the caller is to blame for (request, key, quota, rate, cancel) is no failure and no success. A
 * request with a base URL of its own goes past the breaker. Time is that of the first call to a target. Thread-safe; engines that
 * share it share its judgement.
 */
public final class Breaker {
    private final BreakerGate gate;

    private Breaker(Builder builder) {
        this.gate = new BreakerGate(
                (float) (builder.failureRate * 100), builder.window, builder.minimumCalls, builder.openFor);
    }

    /** {@return a breaker with every default} */
    public static Breaker standard() {
        return builder().build();
    }

    /** {@return a builder of the standard breaker} */
    public static Builder builder() {
        return new Builder();
    }

    Gate gate() {
        return gate;
    }

    @Override
    public String toString() {
        return "Breaker[" + gate + "]";
    }

    /** Changes the standard breaker: half of the last 20 attempts, of at least 10, opens it for 30 s. Not thread-safe. */
    public static final class Builder {
        private double failureRate = 0.5;
        private int window = 20;
        private int minimumCalls = 10;
        private Duration openFor = Duration.ofSeconds(30);

        private Builder() {}

        /** Sets the share of failures that opens the breaker: more than 0, at most 1. */
        public Builder failureRate(double share) {
            if (!(share > 0 && share <= 1)) {
                throw new IllegalArgumentException("a failure rate must be more than 0 and at most 1: " + share);
            }
            this.failureRate = share;
            return this;
        }

        /** Sets how many attempts are looked back upon, at least 1. */
        public Builder window(int attempts) {
            this.window = atLeastOne(attempts);
            return this;
        }

        /** Sets how many attempts are needed for a verdict, at least 1; more than the window holds count as the window. */
        public Builder minimumCalls(int attempts) {
            this.minimumCalls = atLeastOne(attempts);
            return this;
        }

        /** Sets how long a target is spared, at least a millisecond. */
        public Builder openFor(Duration time) {
            if (time.toMillis() < 1) {
                throw new IllegalArgumentException("a breaker must open for at least a millisecond: " + time);
            }
            this.openFor = time;
            return this;
        }

        /** {@return the breaker, closed for every target} */
        public Breaker build() {
            return new Breaker(this);
        }

        private static int atLeastOne(int attempts) {
            if (attempts < 1) {
                throw new IllegalArgumentException("a breaker looks at one attempt at least: " + attempts);
            }
            return attempts;
        }
    }
}
