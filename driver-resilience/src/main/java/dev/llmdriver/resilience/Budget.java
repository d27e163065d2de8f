package dev.llmdriver.resilience;

import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Price;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.resilience.internal.BudgetGate;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.spi.LimitGauge;
import dev.llmdriver.spi.Scheduler;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Limits the money that calls may cost, in nano-dollars (1e-9 US dollars). An attempt reserves the most that it can come to: every
 * byte of its input a token, its output at {@code maxTokens} or the model's limit, fields that are set as extras aside; when it
 * ends, what the provider counted is booked instead. What never left and what the provider turned down costs nothing; of what was
 * cancelled, cut off or not counted nobody knows the cost, and it is booked as reserved. A cost above its reservation is an {@link
 * #overrun()}: it is booked in full, and where it takes a window below zero, that and the next windows let nothing through until
 * they have made up for it.
 *
 * <p>What a budget cannot let through fails at once with a {@link dev.llmdriver.error.LimitExceededException}: reason {@code budget}
 * if the window has too little left, with the time to the next one; {@code too_large} if it never has; {@code no_price} or
 * {@code no_bound} if nobody knows what it may cost. All engines that are paid from it share one budget. Thread-safe.
 */
public final class Budget {
    private final List<Limit> limits;
    private final BudgetGate gate;

    private Budget(Builder builder) {
        this.limits = builder.limits();
        LimitStore store = builder.store == null ? LimitStore.inProcess(Scheduler.system()) : builder.store;
        this.gate = new BudgetGate(
                new BudgetGate.Settings(limits, store, builder.prices, builder.facts, builder.allowUnbounded));
        limits.forEach(limit -> builder.gauges.accept(limit.gauge(store)));
    }

    /**
     * Begins a budget.
     *
     * @param scope what is paid from it, such as the name of the model; budgets of one scope are the same in one store
     * @return a builder without amounts, which refuses what has no price or no bound
     */
    public static Builder builder(String scope) {
        return new Builder(scope);
    }

    /** {@return what was booked above the reservations meant to bound it, in nano-dollars since this budget was made} */
    public long overrun() {
        return gate.overrun();
    }

    Gate gate() {
        return gate;
    }

    @Override
    public String toString() {
        return "Budget" + limits;
    }

    /** Puts a budget together. Not thread-safe. */
    public static final class Builder {
        private static final int NANO = 9;

        private final String scope;
        private final Map<Span, Long> amounts = new EnumMap<>(Span.class);
        private ZoneId zone = ZoneOffset.UTC;
        private Function<ModelRef, Optional<Price>> prices = ref -> Optional.empty();
        private Function<ModelRef, CompletionStage<ModelInfo>> facts =
                ref -> CompletableFuture.failedFuture(new IllegalStateException("nobody to ask about " + ref));
        private boolean allowUnbounded;
        private @Nullable LimitStore store;
        private Consumer<LimitGauge> gauges = gauge -> {};

        private Builder(String scope) {
            this.scope = Objects.requireNonNull(scope, "scope");
        }

        /**
         * Sets what may be spent in a window; one amount for each length.
         *
         * @param span the window
         * @param dollars US dollars, zero or more, of at most nine decimal places
         * @return this builder
         * @throws IllegalArgumentException if it is below zero, above 9 billion, or finer than nano-dollars
         */
        public Builder usd(Span span, BigDecimal dollars) {
            try {
                amounts.put(span, dollars.movePointRight(NANO).longValueExact());
            } catch (ArithmeticException inexact) {
                throw new IllegalArgumentException(
                        "expected dollars of at most nine decimal places and nine billion, but got " + dollars,
                        inexact);
            }
            return this;
        }

        /** Sets where days and months begin: UTC by default. */
        public Builder zone(ZoneId days) {
            this.zone = Objects.requireNonNull(days, "days");
            return this;
        }

        /** Sets one price for all that is paid from this budget; zero or more. */
        public Builder price(Price price) {
            if (price.inputPerMillion() < 0 || price.outputPerMillion() < 0) {
                throw new IllegalArgumentException("a price must be zero or more: " + price);
            }
            return prices(ref -> Optional.of(price));
        }

        /** Sets where configured prices, zero or more, are looked up; they win over what a provider says. */
        public Builder prices(Function<ModelRef, Optional<Price>> configured) {
            this.prices = Objects.requireNonNull(configured, "configured");
            return this;
        }

        /**
         * Sets who is asked for a price that is not configured, and for the limit of output where a request names none. It is asked
         * for each such attempt, so it should keep what it heard, as {@link dev.llmdriver.ChatModel#describe()} does; its failure
         * means that nothing is known. Behind a router that chooses, the highest price and the longest context of its offers count, where
         * all of them are known.
         */
        public Builder facts(Function<ModelRef, CompletionStage<ModelInfo>> providers) {
            this.facts = Objects.requireNonNull(providers, "providers");
            return this;
        }

        /**
         * Lets attempts through whose cost is unknown or has no bound, unless the budget is below zero: they reserve what is known,
         * and may take the budget below zero. False by default.
         */
        public Builder allowUnbounded(boolean allow) {
            this.allowUnbounded = allow;
            return this;
        }

        /** Sets who counts: in memory and by the system's clock by default. */
        public Builder store(LimitStore counts) {
            this.store = Objects.requireNonNull(counts, "counts");
            return this;
        }

        /** Sets who hears of each window when the budget is made, such as an integration of metrics. */
        public Builder gauges(Consumer<LimitGauge> listener) {
            this.gauges = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Makes the budget.
         *
         * @return a budget of which it has spent nothing
         * @throws IllegalArgumentException if there is no amount, or one below zero
         */
        public Budget build() {
            return new Budget(this);
        }

        private List<Limit> limits() {
            if (amounts.isEmpty()) {
                throw new IllegalArgumentException("a budget needs at least one amount, such as 10 dollars per day");
            }
            return amounts.entrySet().stream()
                    .map(amount -> new Limit(scope, Unit.USD, amount.getKey(), amount.getValue(), zone))
                    .toList();
        }
    }
}
