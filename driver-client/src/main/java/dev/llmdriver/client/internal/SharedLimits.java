package dev.llmdriver.client.internal;

import dev.llmdriver.resilience.Breaker;
import dev.llmdriver.resilience.ConcurrencyLimit;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.resilience.RateLimiter;
import dev.llmdriver.resilience.Resilience;
import dev.llmdriver.spi.Scheduler;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The limits, budgets and breakers of a client. Each is made once and shared by all that count together: by all who ask for a name
 * under which it is set; where it is set for all models, by all who ask for the same model. Thread-safe.
 */
final class SharedLimits {
    private final Additions additions;
    private final Map<String, RateLimiter> rates = new ConcurrentHashMap<>();
    private final Map<String, ConcurrencyLimit> concurrencies = new ConcurrentHashMap<>();
    private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable LimitStore> store = new AtomicReference<>();

    SharedLimits(Additions additions) {
        this.additions = additions;
    }

    /** Adds whatever is configured for a model. */
    void addTo(Resilience.Builder parts, ConfiguredModel model, Scheduler clock) {
        ModelSettings settings = model.settings();
        String scope = model.scope(ModelKeys.LIMITS, model.ref().toString());
        if (ModelKeys.RATES.stream().anyMatch(key -> settings.get(key).isPresent())) {
            parts.rateLimit(rates.computeIfAbsent(scope, name -> rateLimiter(name, settings, clock)));
        }
        settings.get(ModelKeys.CONCURRENCY)
                .ifPresent(most -> parts.concurrency(
                        concurrencies.computeIfAbsent(scope, name -> concurrency(name, most, settings))));
        if (settings.sets(ModelKeys.BREAKER)) {
            String judged = model.scope(ModelKeys.BREAKER, "");
            parts.breaker(breakers.computeIfAbsent(judged, name -> breaker(settings)));
        }
    }

    private RateLimiter rateLimiter(String scope, ModelSettings settings, Scheduler clock) {
        RateLimiter.Builder limiter =
                RateLimiter.builder(scope).store(store(clock)).gauges(additions::tell);
        settings.get(ModelKeys.REQUESTS_PER_MINUTE).ifPresent(most -> limiter.requests(Span.MINUTE, most));
        settings.get(ModelKeys.REQUESTS_PER_HOUR).ifPresent(most -> limiter.requests(Span.HOUR, most));
        settings.get(ModelKeys.REQUESTS_PER_DAY).ifPresent(most -> limiter.requests(Span.DAY, most));
        settings.get(ModelKeys.TOKENS_PER_MINUTE).ifPresent(most -> limiter.tokens(Span.MINUTE, most));
        settings.get(ModelKeys.TOKENS_PER_HOUR).ifPresent(most -> limiter.tokens(Span.HOUR, most));
        settings.get(ModelKeys.TOKENS_PER_DAY).ifPresent(most -> limiter.tokens(Span.DAY, most));
        settings.get(ModelKeys.MAX_WAIT).ifPresent(limiter::maxWait);
        settings.get(ModelKeys.ZONE).ifPresent(limiter::zone);
        return limiter.build();
    }

    private ConcurrencyLimit concurrency(String scope, int most, ModelSettings settings) {
        ConcurrencyLimit limit = settings.get(ModelKeys.MAX_WAIT)
                .map(longest -> ConcurrencyLimit.of(scope, most, longest))
                .orElseGet(() -> ConcurrencyLimit.of(scope, most));
        additions.tell(limit.gauge());
        return limit;
    }

    private static Breaker breaker(ModelSettings settings) {
        Breaker.Builder breaker = Breaker.builder();
        settings.get(ModelKeys.FAILURE_RATE).ifPresent(breaker::failureRate);
        settings.get(ModelKeys.WINDOW).ifPresent(breaker::window);
        settings.get(ModelKeys.MINIMUM_CALLS).ifPresent(breaker::minimumCalls);
        settings.get(ModelKeys.OPEN_FOR).ifPresent(breaker::openFor);
        return breaker.build();
    }

    /** One store counts everything, so that a limit may span providers; the first one's clock is everybody's. */
    private LimitStore store(Scheduler clock) {
        LimitStore known = store.get();
        if (known == null) {
            LimitStore fresh = additions.store().orElseGet(() -> LimitStore.inProcess(clock));
            known = store.compareAndSet(null, fresh) ? fresh : store.get();
        }
        return Objects.requireNonNull(known);
    }
}
