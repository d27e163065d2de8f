package dev.llmdriver.resilience.chain;

import dev.llmdriver.ModelInfo;
import dev.llmdriver.Secret;
import dev.llmdriver.resilience.AnswerCache;
import dev.llmdriver.resilience.Breaker;
import dev.llmdriver.resilience.Budget;
import dev.llmdriver.resilience.CallerLimits;
import dev.llmdriver.resilience.ColdStart;
import dev.llmdriver.resilience.ConcurrencyLimit;
import dev.llmdriver.resilience.FallbackPolicy;
import dev.llmdriver.resilience.KeyPool;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.resilience.RateLimiter;
import dev.llmdriver.resilience.Resilience.Slot;
import dev.llmdriver.resilience.RetryBudget;
import dev.llmdriver.resilience.RetryPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** One decorator for each slot, small enough that its effect is seen in a play. */
final class Parts {
    /** The most tokens that a "Hello" may come to, with what templates put around it. */
    private static final long RESERVED = 169;

    private final Scene scene;

    Parts(Scene scene) {
        this.scene = scene;
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    Part meter(Slot slot) {
        return Part.of(slot, next -> new Meter(next, scene.notes));
    }

    Part deadline(long seconds) {
        return new Part(Slot.DEADLINE, builder -> builder.deadline(seconds(seconds)));
    }

    /** For each caller. */
    Part callers(long requestsPerMinute, long maxWaitSeconds) {
        LimitStore store = LimitStore.inProcess(scene.clock);
        CallerLimits each = CallerLimits.builder()
                .rates(caller -> Optional.of(RateLimiter.builder("caller " + caller)
                        .requests(Span.MINUTE, requestsPerMinute)
                        .maxWait(seconds(maxWaitSeconds))
                        .store(store)
                        .build()))
                .build();
        return new Part(Slot.CALLER_LIMITS, builder -> builder.callers(each));
    }

    Part cache() {
        AnswerCache cache = AnswerCache.of(100, Duration.ofHours(1));
        return new Part(Slot.CACHE, builder -> builder.cache(cache));
    }

    /** To another model that answers. */
    Part fallback() {
        return fallback(Answer.ok());
    }

    /** To another model. */
    Part fallback(Answer answer) {
        return new Part(
                Slot.FALLBACK, builder -> builder.fallback(FallbackPolicy.defaults(), List.of(scene.another(answer))));
    }

    Part coldStart() {
        return new Part(Slot.COLD_START, builder -> builder.coldStart(ColdStart.of(Duration.ofMinutes(10))));
    }

    /** Tries again after so many seconds each, or after the time that was named. */
    Part retry(int times, long seconds) {
        return retry(times, seconds, RetryBudget.standard());
    }

    /** Tries again as long as the budget has tokens. */
    Part retry(int times, long seconds, RetryBudget tokens) {
        RetryPolicy policy = RetryPolicy.builder()
                .delays(Collections.nCopies(times, seconds(seconds)))
                .random(new Random(1))
                .build();
        return new Part(Slot.RETRY, builder -> builder.retry(policy, tokens));
    }

    Part keys() {
        KeyPool pool = KeyPool.builder()
                .key("a", Secret.of("one"))
                .key("b", Secret.of("two"))
                .build();
        return new Part(Slot.KEY_POOL, builder -> builder.keys(pool));
    }

    /** Opens when as many attempts in a row failed. */
    Part breaker(int failures, long openSeconds) {
        Breaker breaker = Breaker.builder()
                .window(failures)
                .minimumCalls(failures)
                .failureRate(1)
                .openFor(seconds(openSeconds))
                .build();
        return new Part(Slot.BREAKER, builder -> builder.breaker(breaker));
    }

    /** One at a time. */
    Part concurrency(long maxWaitSeconds) {
        ConcurrencyLimit place = ConcurrencyLimit.of("scene", 1, seconds(maxWaitSeconds));
        return new Part(Slot.CONCURRENCY, builder -> builder.concurrency(place));
    }

    Part rateLimit(long requestsPerMinute, long maxWaitSeconds) {
        RateLimiter limiter = RateLimiter.builder("scene")
                .requests(Span.MINUTE, requestsPerMinute)
                .maxWait(seconds(maxWaitSeconds))
                .store(LimitStore.inProcess(scene.clock))
                .build();
        return new Part(Slot.RATE_LIMIT, builder -> builder.rateLimit(limiter));
    }

    /** Pays for so many attempts, and a little, but not for one more when they cost less than was reserved. */
    Part budget(int attempts) {
        Budget budget = Budget.builder("scene")
                .usd(Span.TOTAL, BigDecimal.valueOf((attempts * RESERVED + 10) * Limits.PER_TOKEN, 9))
                .price(Limits.PRICE)
                .store(LimitStore.inProcess(scene.clock))
                .build();
        return new Part(Slot.BUDGET, builder -> builder.budget(budget));
    }

    /** Asks for the price first, which takes its time. */
    Part slowBudget(long seconds) {
        Budget budget = Budget.builder("scene")
                .usd(Span.TOTAL, BigDecimal.ONE)
                .facts(ref -> {
                    CompletableFuture<ModelInfo> told = new CompletableFuture<>();
                    scene.clock.schedule(
                            seconds(seconds),
                            () -> told.complete(ModelInfo.builder(ref.model())
                                    .price(Limits.PRICE)
                                    .build()));
                    return told;
                })
                .store(LimitStore.inProcess(scene.clock))
                .build();
        return new Part(Slot.BUDGET, builder -> builder.budget(budget));
    }
}
