package dev.llmdriver.resilience;

import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.internal.gate.CallerGate;
import dev.llmdriver.resilience.internal.gate.Gate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Limits and budgets that hold for each caller ({@link dev.llmdriver.CallOptions#caller()}) alone, over all models together. Calls
 * that name no caller pass.
 *
 * <p>Calls at one time, requests and tokens are counted once for each call, before anything else is done for it: tries of ours are not
 * the caller's, and who has used up what is his is not sent to another model. An answer from the cache is a request without tokens;
 * a call that was neither answered nor sent is none. A stream counts to its end. Money is reserved and booked for each attempt, before
 * that of the common budget; what one of the two refuses, the other gets back.
 *
 * <p>Refusals are those of {@link ConcurrencyLimit}, {@link RateLimiter} and {@link Budget}, whose reasons here begin with
 * {@code caller_}: {@code caller_concurrency}, {@code caller_rate_limit}, {@code caller_budget} and so on. They say when to come back
 * where that is known, and do not name the caller.
 *
 * <p>A caller's limits are made when he calls and forgotten when none of his calls is under way; so memory holds as many as there are
 * callers at one time, and what was used is kept by the {@link LimitStore}. All engines that share this object count together.
 * Thread-safe.
 */
public final class CallerLimits {
    private final CallerGate concurrency;
    private final CallerGate rates;
    private final CallerGate budgets;

    private CallerLimits(Builder builder) {
        this.concurrency = new CallerGate(builder.concurrency, builder::tell);
        this.rates = new CallerGate(builder.rates, builder::tell);
        this.budgets = new CallerGate(builder.budgets, builder::tell);
    }

    /** {@return a builder without limits} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return what a whole call passes, the first one first} */
    List<Gate> ofCalls() {
        return List.of(concurrency, rates);
    }

    /** {@return what each attempt passes} */
    Gate ofAttempts() {
        return budgets;
    }

    /** {@return of how many callers something is under way, each counted for every kind of limit that he has} */
    int inUse() {
        return Stream.of(concurrency, rates, budgets).mapToInt(CallerGate::size).sum();
    }

    @Override
    public String toString() {
        return "CallerLimits[" + inUse() + " in use]";
    }

    /**
     * Says what is whose. The functions are asked again and again, with the caller's name, and give limits whose scope tells callers from
     * each other and from all that is not a caller; empty where there is no limit. They must be thread-safe and quick. Not thread-safe
     * itself.
     */
    public static final class Builder {
        private static final String OWN = "caller_";

        private Function<String, Optional<Gate>> concurrency = caller -> Optional.empty();
        private Function<String, Optional<Gate>> rates = caller -> Optional.empty();
        private Function<String, Optional<Gate>> budgets = caller -> Optional.empty();
        private Consumer<String> refusals = reason -> {};

        private Builder() {}

        /** Sets how many calls of a caller may be under way at one time. */
        public Builder concurrency(Function<String, Optional<ConcurrencyLimit>> limits) {
            Objects.requireNonNull(limits, "limits");
            concurrency = caller -> limits.apply(caller).map(ConcurrencyLimit::gate);
            return this;
        }

        /** Sets how many requests and tokens a caller has in a time. */
        public Builder rates(Function<String, Optional<RateLimiter>> limits) {
            Objects.requireNonNull(limits, "limits");
            rates = caller -> limits.apply(caller).map(RateLimiter::gate);
            return this;
        }

        /** Sets what a caller may spend. */
        public Builder budgets(Function<String, Optional<Budget>> amounts) {
            Objects.requireNonNull(amounts, "amounts");
            budgets = caller -> amounts.apply(caller).map(Budget::gate);
            return this;
        }

        /** Sets who hears of the reason of each refusal, such as an integration of metrics: quick, on any thread. */
        public Builder refusals(Consumer<String> listener) {
            refusals = Objects.requireNonNull(listener, "listener");
            return this;
        }

        private void tell(LlmException refusal) {
            if (refusal.reason().startsWith(OWN)) {
                refusals.accept(refusal.reason());
            }
        }

        /** {@return the limits, of which nothing is in use} */
        public CallerLimits build() {
            return new CallerLimits(this);
        }
    }
}
