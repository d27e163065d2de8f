package dev.llmdriver.client.internal;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.client.internal.ConfiguredModel.Shared;
import dev.llmdriver.resilience.AnswerCache;
import dev.llmdriver.resilience.Breaker;
import dev.llmdriver.resilience.Budget;
import dev.llmdriver.resilience.CallerLimits;
import dev.llmdriver.resilience.ConcurrencyLimit;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.resilience.RateLimiter;
import dev.llmdriver.resilience.Resilience;
import dev.llmdriver.spi.LimitGauge;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The limits, budgets, breakers and caches of a client. Each is made once and shared by all that count together: by all who ask for a name
 * under which it is set. One that is set for all models counts each model by itself; a budget is one for all of them. Thread-safe.
 */
final class SharedLimits {
    /** Blanks keep it from being the name of a model. */
    private static final String ALL = "all models";

    private static final int MAX_ENTRIES = 1000;
    private static final Duration TTL = Duration.ofHours(1);

    private final Additions additions;
    private final Prices prices;
    private final Function<ModelRef, CompletionStage<ModelInfo>> facts;
    private final CallerSettings callers;
    private final Map<String, CallerLimits> everyCaller = new ConcurrentHashMap<>();
    private final Map<String, RateLimiter> rates = new ConcurrentHashMap<>();
    private final Map<String, ConcurrencyLimit> concurrencies = new ConcurrentHashMap<>();
    /** By models that are not configured by name, of which callers may think of any number. */
    private final InUse<RateLimiter> ratesInUse = new InUse<>();

    private final InUse<ConcurrencyLimit> concurrenciesInUse = new InUse<>();
    private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();
    private final Map<String, Budget> budgets = new ConcurrentHashMap<>();
    private final Map<String, AnswerCache> caches = new ConcurrentHashMap<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final Map<String, LimitStore> stores = new ConcurrentHashMap<>();

    /**
     * Begins without any.
     *
     * @param additions who hears of limits, and where they are counted
     * @param prices what is configured
     * @param facts who is asked for what is not
     * @param callers what each caller may use
     */
    SharedLimits(
            Additions additions,
            Prices prices,
            Function<ModelRef, CompletionStage<ModelInfo>> facts,
            CallerSettings callers) {
        this.additions = additions;
        this.callers = callers;
        this.prices = prices;
        this.facts = facts;
    }

    /**
     * Adds whatever is configured for a model, and for those who call it.
     *
     * @param asSent fills a request as it is filled before it is sent
     */
    void addTo(Resilience.Builder parts, ConfiguredModel model, Scheduler clock, UnaryOperator<ChatRequest> asSent) {
        if (callers.limitAny()) {
            parts.callers(
                    everyCaller.computeIfAbsent(
                            ALL, once -> callers.limits(callerMaker(clock), additions::callerRefused)),
                    asSent);
        }
        String ref = model.ref().toString();
        model.shared(ModelKeys.RATES)
                .ifPresent(shared -> parts.rateLimit(shared.scope()
                        .map(name -> rates.computeIfAbsent(
                                name, scope -> maker(clock).rates(scope, shared.settings())))
                        .orElseGet(() -> rates(ref, shared, clock))));
        model.shared(List.of(ModelKeys.CONCURRENCY))
                .ifPresent(shared -> parts.concurrency(shared.scope()
                        .map(name -> concurrencies.computeIfAbsent(
                                name, scope -> maker(clock).concurrency(scope, shared.settings())))
                        .orElseGet(() -> concurrency(ref, shared, clock))));
        model.shared(ModelKeys.BREAKER)
                .ifPresent(shared -> parts.breaker(
                        breakers.computeIfAbsent(shared.scope().orElse(ALL), scope -> breaker(shared.settings()))));
        model.shared(ModelKeys.AMOUNTS).ifPresent(shared -> parts.budget(budget(model, shared, clock)));
    }

    /** What was used of it is kept by the store. */
    private RateLimiter rates(String ref, Shared all, Scheduler clock) {
        return ratesInUse.of(ref, scope -> passingMaker(clock).rates(scope, all.settings()));
    }

    private ConcurrencyLimit concurrency(String ref, Shared all, Scheduler clock) {
        return concurrenciesInUse.of(ref, scope -> passingMaker(clock).concurrency(scope, all.settings()));
    }

    /** {@return of how many models something is kept that are not configured by name} */
    int size() {
        return ratesInUse.size() + concurrenciesInUse.size();
    }

    /** {@return what keeps a model's answers, if that is configured} */
    Optional<AnswerCache> cache(ConfiguredModel model) {
        return model.shared(ModelKeys.CACHE)
                .map(shared -> caches.computeIfAbsent(shared.scope().orElse(ALL), scope -> cache(shared.settings())));
    }

    private static AnswerCache cache(ModelSettings settings) {
        return AnswerCache.of(
                settings.get(ModelKeys.MAX_ENTRIES).orElse(MAX_ENTRIES),
                settings.get(ModelKeys.TTL).orElse(TTL));
    }

    private static Breaker breaker(ModelSettings settings) {
        Breaker.Builder breaker = Breaker.builder();
        settings.get(ModelKeys.FAILURE_RATE).ifPresent(breaker::failureRate);
        settings.get(ModelKeys.WINDOW).ifPresent(breaker::window);
        settings.get(ModelKeys.MINIMUM_CALLS).ifPresent(breaker::minimumCalls);
        settings.get(ModelKeys.OPEN_FOR).ifPresent(breaker::openFor);
        return breaker.build();
    }

    /** A model that may pass uncounted pays from the same purse as the others, for budgets of one scope are one. */
    private Budget budget(ConfiguredModel model, Shared shared, Scheduler clock) {
        boolean unbounded = model.settings().get(ModelKeys.ALLOW_UNBOUNDED).orElse(false);
        String scope = shared.scope().orElse(ALL);
        return budgets.computeIfAbsent(
                scope + (unbounded ? ", unbounded" : ""),
                key -> maker(clock).budget(scope, shared.settings(), unbounded));
    }

    private LimitMaker maker(Scheduler clock) {
        return new LimitMaker(store(clock), prices, facts, Optional.empty(), this::tell);
    }

    /** What is made again is told of again, for it is another one. */
    private LimitMaker passingMaker(Scheduler clock) {
        return new LimitMaker(store(clock), prices, facts, Optional.empty(), additions::tell);
    }

    /** Who has used up his share hears so at once. There may be many callers, so their limits have no gauges. */
    private LimitMaker callerMaker(Scheduler clock) {
        return new LimitMaker(store(clock), prices, facts, Optional.of(Duration.ZERO), gauge -> {});
    }

    private void tell(LimitGauge gauge) {
        if (told.add(gauge.kind() + " " + gauge.scope() + " " + gauge.window())) {
            additions.tell(gauge);
        }
    }

    /** One store counts everything, so that a budget may span providers; the first one's clock is everybody's. */
    private LimitStore store(Scheduler clock) {
        return stores.computeIfAbsent(ALL, once -> additions.store().orElseGet(() -> LimitStore.inProcess(clock)));
    }
}
