package dev.llmdriver.resilience;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.resilience.internal.EmbeddingResilience;
import dev.llmdriver.resilience.internal.Fallbacks;
import dev.llmdriver.resilience.internal.KnownEngine;
import dev.llmdriver.resilience.internal.RetryCourse;
import dev.llmdriver.resilience.internal.coldstart.ColdStarts;
import dev.llmdriver.resilience.internal.course.CourseEngine;
import dev.llmdriver.resilience.internal.deadline.Endings;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.resilience.internal.gate.GatedEngine;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.EmbeddingEngine;
import dev.llmdriver.spi.ModelFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
        builder.callers.ifPresent(limits -> decorators.merge(
                Slot.BUDGET,
                next -> new GatedEngine(next, limits.ofAttempts()),
                (common, own) -> next -> own.apply(common.apply(next))));
        this.embeddings = new EmbeddingResilience(
                builder.limit,
                builder.open.endings(),
                builder.policy,
                builder.budget,
                builder.coldStart.settings(),
                Optional.ofNullable(builder.keys).map(KeyPool::keys),
                builder.callers.map(CallerLimits::ofCalls).orElse(List.of()),
                builder.attemptGates());
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
        /** Limits what each caller may ask for. */
        CALLER_LIMITS,
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
        /** Limits money: first that of the caller, then that of all. */
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
        return decorate(driver, slot -> true);
    }

    /** {@return a chat engine behind those of these decorators that stand right of {@link Slot#FALLBACK}: a target to fall back to} */
    public ChatEngine target(ChatEngine driver) {
        return decorate(driver, slot -> slot.compareTo(Slot.FALLBACK) > 0);
    }

    private ChatEngine decorate(ChatEngine driver, Predicate<Slot> places) {
        ChatEngine engine = driver;
        Slot[] slots = Slot.values();
        for (int i = slots.length - 1; i >= 0; i--) {
            UnaryOperator<ChatEngine> decorator = places.test(slots[i]) ? decorators.get(slots[i]) : null;
            engine = decorator == null ? engine : decorator.apply(engine);
        }
        return engine;
    }

    /**
     * Tells what is known of an engine's model, so that fallback can skip it where it lacks what a request needs.
     *
     * @param engine the engine
     * @param facts what {@code unwrap(ModelFacts.class)} gives
     * @return the same engine otherwise
     */
    public static ChatEngine withFacts(ChatEngine engine, ModelFacts facts) {
        return new KnownEngine(engine, facts);
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
        private OpenCalls open = OpenCalls.create();
        private RetryPolicy policy = RetryPolicy.never();
        private RetryBudget budget = RetryBudget.standard();
        private ColdStart coldStart = ColdStart.of(Duration.ZERO);
        private @Nullable KeyPool keys;
        private Optional<CallerLimits> callers = Optional.empty();

        private Builder() {
            deadline(limit);
        }

        /** Sets the time for calls whose request names none; more than zero. */
        public Builder deadline(Duration time) {
            this.limit = time;
            Endings endings = open.endings();
            return decorate(Slot.DEADLINE, next -> new DeadlineEngine(next, time, endings));
        }

        /** Keeps calls, of chats and embeddings alike, among these while they are under way; they have a deadline then, if none is set 300 s. */
        public Builder openCalls(OpenCalls calls) {
            this.open = Objects.requireNonNull(calls, "calls");
            return deadline(limit);
        }

        /**
         * Tries calls again after errors that say so. A stream is tried again only until its first content; from there on its error is
         * the caller's. Nothing is tried again that would begin after the deadline, beyond the policy's tries at one target or the
         * call's cap of attempts, or against the budget; the error is then the last one, with all attempts.
         *
         * @param retryPolicy when and how often
         * @param retryBudget shared by all engines of one provider
         * @return this builder
         */
        public Builder retry(RetryPolicy retryPolicy, RetryBudget retryBudget) {
            this.policy = Objects.requireNonNull(retryPolicy, "retryPolicy");
            this.budget = Objects.requireNonNull(retryBudget, "retryBudget");
            return decorate(
                    Slot.RETRY,
                    next -> new CourseEngine(
                            next,
                            (request, call) -> new RetryCourse<>(next, next.ref(), retryPolicy, retryBudget, call)));
        }

        /** Answers chats that were answered before. */
        public Builder cache(AnswerCache answers) {
            return decorate(Slot.CACHE, answers::over);
        }

        /**
         * Answers chats that were answered before, where a decorator further down fills requests before they are sent.
         *
         * @param answers what was answered
         * @param asSent fills a request in the same way, so that requests are told apart by what is sent
         * @return this builder
         */
        public Builder cache(AnswerCache answers, UnaryOperator<ChatRequest> asSent) {
            Objects.requireNonNull(asSent, "asSent");
            return decorate(Slot.CACHE, next -> answers.over(next, asSent));
        }

        /** Sends attempts, of chats and embeddings alike, with the keys of a pool. */
        public Builder keys(KeyPool pool) {
            this.keys = pool;
            return decorate(Slot.KEY_POOL, pool.keys()::over);
        }

        /** Spares targets that are down, of chats and embeddings together. */
        public Builder breaker(Breaker breaker) {
            return gate(Slot.BREAKER, breaker.gate());
        }

        /** Bounds the attempts at one time, of chats and embeddings together. */
        public Builder concurrency(ConcurrencyLimit concurrency) {
            return gate(Slot.CONCURRENCY, concurrency.gate());
        }

        /** Lets attempts leave as a limiter allows, which all engines of one key and model share. */
        public Builder rateLimit(RateLimiter limiter) {
            return gate(Slot.RATE_LIMIT, limiter.gate());
        }

        /**
         * Asks others where the engine fails. The call's deadline and its cap of attempts are shared by all; the key, base URL and
         * headers of a call's own go only to targets of the first one's provider. The answer's {@code ref()} and its last attempt name
         * who answered. If nobody does, the error is a {@link dev.llmdriver.error.TargetsExhaustedException}; one after which the policy
         * does not go on is the call's own, and those before it are suppressed. Once the deadline is past, or content has come, the error
         * is the last target's alone; what became of those before it stands in its attempts.
         *
         * @param policy when to go on to the next
         * @param others who is asked after the engine, in order: made by {@link Resilience#target}
         * @return this builder
         */
        public Builder fallback(FallbackPolicy policy, List<ChatEngine> others) {
            List<ChatEngine> rest = List.copyOf(others);
            Objects.requireNonNull(policy, "policy");
            return decorate(Slot.FALLBACK, next -> Fallbacks.over(next, rest, policy));
        }

        /** Lets attempts leave that a budget can pay for, which all engines paid from it share. */
        public Builder budget(Budget money) {
            return gate(Slot.BUDGET, money.gate());
        }

        /** Lets callers have what is theirs, of chats and embeddings together, on all engines that share these limits. */
        public Builder callers(CallerLimits limits) {
            return callers(limits, UnaryOperator.identity());
        }

        /**
         * Lets callers have what is theirs, where a decorator further down fills requests before they are sent.
         *
         * @param limits what callers have; all engines that share it count together
         * @param asSent fills a request in the same way, so that its tokens are estimated as it is sent
         * @return this builder
         */
        public Builder callers(CallerLimits limits, UnaryOperator<ChatRequest> asSent) {
            Objects.requireNonNull(asSent, "asSent");
            this.callers = Optional.of(limits);
            return decorate(Slot.CALLER_LIMITS, next -> gated(next, limits.ofCalls(), asSent));
        }

        private static ChatEngine gated(ChatEngine next, List<Gate> gates, UnaryOperator<ChatRequest> asSent) {
            ChatEngine engine = next;
            for (int i = gates.size() - 1; i >= 0; i--) {
                engine = new GatedEngine(engine, gates.get(i), asSent);
            }
            return engine;
        }

        /** The caller's money comes before that of all: what he may not spend is not kept from others even for a moment. */
        private List<Gate> attemptGates() {
            List<Gate> all = new ArrayList<>(gates.values());
            int budget = gates.containsKey(Slot.BUDGET) ? all.size() - 1 : all.size();
            callers.ifPresent(limits -> all.add(budget, limits.ofAttempts()));
            return List.copyOf(all);
        }

        /** Makes every attempt, of chats and embeddings alike, pass a gate. */
        Builder gate(Slot slot, Gate gate) {
            gates.put(slot, gate);
            return decorate(slot, next -> new GatedEngine(next, gate));
        }

        /** Waits for models to be loaded, by a coordinator that all engines of one provider share. */
        public Builder coldStart(ColdStart coordinator) {
            this.coldStart = Objects.requireNonNull(coordinator, "coordinator");
            ColdStarts waits = coordinator.settings();
            return decorate(
                    Slot.COLD_START,
                    next -> new CourseEngine(
                            next, (request, call) -> waits.course(next, next.ref(), request.callOptions(), call)));
        }

        /** Puts a decorator of chat engines into a place, instead of what was there. */
        public Builder decorate(Slot slot, UnaryOperator<ChatEngine> decorator) {
            decorators.put(slot, Objects.requireNonNull(decorator, "decorator"));
            return this;
        }

        /**
         * Puts one more decorator of chat engines into a place, around what is there: what is named later is further out.
         *
         * @param slot the place
         * @param decorator what is put around
         * @return this builder
         */
        public Builder around(Slot slot, UnaryOperator<ChatEngine> decorator) {
            Objects.requireNonNull(decorator, "decorator");
            UnaryOperator<ChatEngine> inner = decorators.getOrDefault(slot, UnaryOperator.identity());
            return decorate(slot, next -> decorator.apply(inner.apply(next)));
        }

        /** {@return the decorators} */
        public Resilience build() {
            return new Resilience(this);
        }
    }
}
