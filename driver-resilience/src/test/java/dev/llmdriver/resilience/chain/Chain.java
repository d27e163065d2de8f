package dev.llmdriver.resilience.chain;

import dev.llmdriver.Secret;
import dev.llmdriver.resilience.Breaker;
import dev.llmdriver.resilience.Budget;
import dev.llmdriver.resilience.ColdStart;
import dev.llmdriver.resilience.ConcurrencyLimit;
import dev.llmdriver.resilience.FallbackPolicy;
import dev.llmdriver.resilience.KeyPool;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.resilience.RateLimiter;
import dev.llmdriver.resilience.Resilience;
import dev.llmdriver.resilience.RetryBudget;
import dev.llmdriver.resilience.RetryPolicy;
import dev.llmdriver.spi.ChatEngine;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Which decorators there are.
 *
 * @param deadline of every call
 * @param coldStart the longest wait for a model; zero for no coordinator
 * @param maxAttempts of a target
 * @param retryTokens in the bucket against storms of retries
 * @param limits of each target
 */
record Chain(Duration deadline, Duration coldStart, int maxAttempts, int retryTokens, Limits limits) {
    static final Duration MAX_HINT = Duration.ofSeconds(30);

    /** {@return the chain over these targets, the first of which is the primary} */
    ChatEngine over(List<ChatEngine> targets, Provider provider, UnaryOperator<Resilience.Builder> change) {
        List<ChatEngine> others = new ArrayList<>();
        for (int i = 1; i < targets.size(); i++) {
            others.add(change.apply(builder(provider, i)).build().target(targets.get(i)));
        }
        Resilience.Builder primary = builder(provider, 0).fallback(FallbackPolicy.defaults(), others);
        return change.apply(primary).build().over(targets.get(0));
    }

    private Resilience.Builder builder(Provider provider, int target) {
        Resilience.Builder builder =
                Resilience.builder().deadline(deadline).retry(policy(), RetryBudget.of(retryTokens));
        if (!coldStart.isZero()) {
            builder.coldStart(ColdStart.of(coldStart));
        }
        limit(builder, provider, "target" + target);
        return builder;
    }

    private void limit(Resilience.Builder builder, Provider provider, String scope) {
        LimitStore store = provider.stores.apply(LimitStore.inProcess(provider.clock));
        if (limits.breaker()) {
            builder.breaker(Breaker.builder()
                    .window(4)
                    .minimumCalls(3)
                    .openFor(Duration.ofSeconds(5))
                    .build());
        }
        if (limits.concurrency() > 0) {
            ConcurrencyLimit places = ConcurrencyLimit.of(scope, limits.concurrency());
            provider.watch(places.gauge(), limits.concurrency());
            builder.concurrency(places);
        }
        if (limits.requests() > 0) {
            builder.rateLimit(RateLimiter.builder(scope)
                    .requests(Span.MINUTE, limits.requests())
                    .tokens(Span.MINUTE, limits.tokens())
                    .store(store)
                    .gauges(gauge -> provider.watch(gauge, (double) Math.max(limits.requests(), limits.tokens())))
                    .build());
        }
        if (limits.nanoDollars() > 0) {
            BigDecimal dollars = BigDecimal.valueOf(limits.nanoDollars(), 9);
            builder.budget(Budget.builder(scope)
                    .usd(Span.TOTAL, dollars)
                    .price(Limits.PRICE)
                    .store(store)
                    .gauges(gauge -> provider.watch(gauge, dollars.doubleValue()))
                    .build());
        }
        if (limits.keys() > 0) {
            KeyPool.Builder keys = KeyPool.builder();
            for (int i = 0; i < limits.keys(); i++) {
                keys.key("key" + i, Secret.of("value of key" + i));
            }
            builder.keys(keys.build());
        }
    }

    RetryPolicy policy() {
        return RetryPolicy.builder()
                .maxAttempts(maxAttempts)
                .maxHint(MAX_HINT)
                .random(new Random(1))
                .build();
    }
}
