package dev.llmdriver.client.internal;

import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.resilience.Budget;
import dev.llmdriver.resilience.ConcurrencyLimit;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.resilience.RateLimiter;
import dev.llmdriver.spi.LimitGauge;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes limits and budgets of what is set.
 *
 * @param store who counts
 * @param prices what is configured
 * @param facts who is asked for what is not
 * @param patience the longest wait where none is set; empty for the usual ones
 * @param gauges who hears of each window
 */
record LimitMaker(
        LimitStore store,
        Prices prices,
        Function<ModelRef, CompletionStage<ModelInfo>> facts,
        Optional<Duration> patience,
        Consumer<LimitGauge> gauges) {
    RateLimiter rates(String scope, ModelSettings settings) {
        RateLimiter.Builder limiter = RateLimiter.builder(scope).store(store).gauges(gauges);
        settings.get(ModelKeys.REQUESTS_PER_MINUTE).ifPresent(most -> limiter.requests(Span.MINUTE, most));
        settings.get(ModelKeys.REQUESTS_PER_HOUR).ifPresent(most -> limiter.requests(Span.HOUR, most));
        settings.get(ModelKeys.REQUESTS_PER_DAY).ifPresent(most -> limiter.requests(Span.DAY, most));
        settings.get(ModelKeys.TOKENS_PER_MINUTE).ifPresent(most -> limiter.tokens(Span.MINUTE, most));
        settings.get(ModelKeys.TOKENS_PER_HOUR).ifPresent(most -> limiter.tokens(Span.HOUR, most));
        settings.get(ModelKeys.TOKENS_PER_DAY).ifPresent(most -> limiter.tokens(Span.DAY, most));
        longestWait(settings).ifPresent(limiter::maxWait);
        settings.get(ModelKeys.ZONE).ifPresent(limiter::zone);
        return limiter.build();
    }

    private Optional<Duration> longestWait(ModelSettings settings) {
        return settings.get(ModelKeys.MAX_WAIT).or(() -> patience);
    }

    ConcurrencyLimit concurrency(String scope, ModelSettings settings) {
        int most = settings.get(ModelKeys.CONCURRENCY).orElseThrow();
        ConcurrencyLimit limit = longestWait(settings)
                .map(longest -> ConcurrencyLimit.of(scope, most, longest))
                .orElseGet(() -> ConcurrencyLimit.of(scope, most));
        gauges.accept(limit.gauge());
        return limit;
    }

    Budget budget(String scope, ModelSettings settings, boolean unbounded) {
        Budget.Builder budget = Budget.builder(scope)
                .store(store)
                .prices(prices::of)
                .facts(facts)
                .allowUnbounded(unbounded)
                .gauges(gauges);
        settings.get(ModelKeys.USD_PER_DAY).ifPresent(most -> budget.usd(Span.DAY, most));
        settings.get(ModelKeys.USD_PER_MONTH).ifPresent(most -> budget.usd(Span.MONTH, most));
        settings.get(ModelKeys.USD_TOTAL).ifPresent(most -> budget.usd(Span.TOTAL, most));
        settings.get(ModelKeys.ZONE).ifPresent(budget::zone);
        return budget.build();
    }
}
