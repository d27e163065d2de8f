package dev.llmdriver.resilience;

import dev.llmdriver.resilience.internal.EmbeddingResilience;
import dev.llmdriver.resilience.internal.Gate;
import dev.llmdriver.resilience.internal.GatedEngine;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.EmbeddingEngine;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Puts decorators together in the right order, whatever order they are named in. Immutable.
 *
 * <pre>{@code
 * ChatEngine bounded = Resilience.builder()
 *         .deadline(Duration.ofSeconds(60))
 *         .retry(RetryPolicy.defaults(), RetryBudget.standard())
 *         .build()
 *         .over(engine);
 * }</pre>
 */
public final class Resilience {
    private final Map<Slot, UnaryOperator<ChatEngine>> decorators;
    private final EmbeddingResilience embeddings;

    private Resilience(Builder builder) {
        this.decorators = new EnumMap<>(builder.decorators);
        this.embeddings = new EmbeddingResilience(
                builder.limit, builder.policy, builder.budget, List.copyOf(builder.gates.values()));
    }

    /**
     * The places for decorators, outermost first. Everything after {@link #RETRY} happens for each attempt: slots are held while
     * sending, never while waiting, and a budget is reserved last, just before a request leaves. May gain values.
     */
    public enum Slot {
        /** Measures calls. */
        CALL_METRICS,
        /** Ends calls in time. */
        DEADLINE,
        /** Answers what was answered before. */
        CACHE,
        /** Asks somebody else. */
        FALLBACK,
        /** Measures what one target does for a call. */
        OPERATION_METRICS,
        /** Waits for models to be loaded. */
        COLD_START,
        /** Asks again. */
        RETRY,
        /** Chooses among keys. */
        KEY_POOL,
        /** Spares a provider that is down. */
        BREAKER,
        /** Limits calls at one time. */
        CONCURRENCY,
        /** Limits calls and tokens in a time. */
        RATE_LIMIT,
        /** Limits money. */
        BUDGET,
        /** Measures attempts. */
        ATTEMPT_METRICS
    }

    /** {@return a builder without decorators but a deadline of 300 s, for no call may last for ever} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a chat engine behind these decorators} */
    public ChatEngine over(ChatEngine driver) {
        ChatEngine engine = driver;
        Slot[] slots = Slot.values();
        for (int i = slots.length - 1; i >= 0; i--) {
            UnaryOperator<ChatEngine> decorator = decorators.get(slots[i]);
            engine = decorator == null ? engine : decorator.apply(engine);
        }
        return engine;
    }

    /** {@return an embedding engine behind deadline, retry and every limit} */
    public EmbeddingEngine over(EmbeddingEngine driver) {
        return embeddings.over(driver);
    }

    @Override
    public String toString() {
        return "Resilience" + decorators.keySet();
    }

    /** Collects decorators. Not thread-safe. */
    public static final class Builder {
        private final Map<Slot, UnaryOperator<ChatEngine>> decorators = new EnumMap<>(Slot.class);
        private final Map<Slot, Gate> gates = new EnumMap<>(Slot.class);
        private Duration limit = DeadlineEngine.DEFAULT;
        private RetryPolicy policy = RetryPolicy.never();
        private RetryBudget budget = RetryBudget.standard();

        private Builder() {
            deadline(limit);
        }

        /** Sets the time for calls whose request names none; more than zero. */
        public Builder deadline(Duration time) {
            this.limit = time;
            return decorate(Slot.DEADLINE, next -> new DeadlineEngine(next, time));
        }

        /** Tries calls again, against a budget that all engines of one provider share. */
        public Builder retry(RetryPolicy retryPolicy, RetryBudget retryBudget) {
            this.policy = Objects.requireNonNull(retryPolicy, "retryPolicy");
            this.budget = Objects.requireNonNull(retryBudget, "retryBudget");
            return decorate(Slot.RETRY, next -> new RetryEngine(next, retryPolicy, retryBudget));
        }

        /** Lets attempts leave as a limiter allows, which all engines of one key and model share. */
        public Builder rateLimit(RateLimiter limiter) {
            return gate(Slot.RATE_LIMIT, limiter.gate());
        }

        /** Lets attempts leave that a budget can pay for, which all engines paid from it share. */
        public Builder budget(Budget money) {
            return gate(Slot.BUDGET, money.gate());
        }

        /** Makes every attempt, of chats and embeddings alike, pass a gate. */
        Builder gate(Slot slot, Gate gate) {
            gates.put(slot, gate);
            return decorate(slot, next -> new GatedEngine(next, gate));
        }

        /** Puts a decorator of chat engines into a place, instead of what was there. */
        public Builder decorate(Slot slot, UnaryOperator<ChatEngine> decorator) {
            decorators.put(slot, Objects.requireNonNull(decorator, "decorator"));
            return this;
        }

        /** {@return the decorators} */
        public Resilience build() {
            return new Resilience(this);
        }
    }
}
