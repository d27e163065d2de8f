package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.REF;
import static dev.llmdriver.resilience.ScriptedEngine.answer;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Price;
import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.EmbeddingEngine;
import dev.llmdriver.testkit.ManualScheduler;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What each caller may spend, beside what all may. */
class CallerBudgetTest {
    private static final CallOptions ALICE =
            CallOptions.builder().caller("alice").build();
    private static final CallOptions BOB = CallOptions.builder().caller("bob").build();
    /** A token costs one nano-dollar. */
    private static final Price PRICE = new Price(1_000_000, 1_000_000);

    private final ManualScheduler clock = new ManualScheduler();
    private final LimitStore store = LimitStore.inProcess(clock);

    private Budget budget(String scope, long nanos) {
        return Budget.builder(scope)
                .store(store)
                .usd(Span.DAY, BigDecimal.valueOf(nanos, 9))
                .price(PRICE)
                .build();
    }

    private CallerLimits each(long nanos) {
        return CallerLimits.builder()
                .budgets(caller -> Optional.of(budget("caller " + caller, nanos)))
                .build();
    }

    private long left(String scope, long most) {
        return store.remaining(new Limit(scope, Unit.USD, Span.DAY, most, ZoneOffset.UTC));
    }

    private CompletableFuture<?> call(ChatEngine engine, CallOptions options, int maxTokens) {
        ChatRequest request = ChatRequest.of("Hello").toBuilder()
                .maxTokens(maxTokens)
                .callOptions(options)
                .build();
        return engine.generate(request, CallContext.of(clock));
    }

    private static LlmException refusal(CompletableFuture<?> call) {
        assertThat(call).isCompletedExceptionally();
        return LlmException.of(call.handle((answer, thrown) -> thrown).join());
    }

    @Test
    void whatOneMayNotSpendIsTakenFromNobody() {
        ChatEngine engine = Resilience.builder()
                .callers(each(1000))
                .budget(budget("all", 2000))
                .build()
                .over(new ScriptedEngine(answer("hi")));
        call(engine, ALICE, 700).join();
        long spent = 1000 - left("caller alice", 1000);

        LlmException own = refusal(call(engine, ALICE, 700));

        assertThat(own.reason()).isEqualTo("caller_budget");
        assertThat(own.retryAfter()).contains(Duration.ofDays(1));
        assertThat(own).hasMessageContaining("for this caller").hasMessageNotContaining("alice");
        assertThat(spent).isBetween(700L, 800L);
        assertThat(left("all", 2000)).isEqualTo(2000 - spent);

        call(engine, BOB, 700).join();
        LlmException common =
                refusal(call(engine, CallOptions.builder().caller("carol").build(), 700));

        assertThat(common.reason()).isEqualTo("budget");
        assertThat(left("caller carol", 1000)).isEqualTo(1000);
        assertThat(left("all", 2000)).isEqualTo(2000 - 2 * spent);
        assertThat(refusal(call(engine, ALICE, 700)).reason())
                .as("his own comes first, where neither has enough")
                .isEqualTo("caller_budget");
    }

    @Test
    void eachAttemptIsPaidAndACallForNobodyIsNot() {
        ChatEngine engine = Resilience.builder()
                .callers(each(1000))
                .retry(RetryPolicy.defaults(), RetryBudget.standard())
                .build()
                .over(new ScriptedEngine(failure(ErrorKind.SERVER_ERROR), answer("hi")));

        CompletableFuture<?> answered = call(engine, ALICE, 100);
        clock.advance(Duration.ofSeconds(30));
        call(engine, CallOptions.none(), 100_000).join();

        assertThat(answered).isCompleted();
        assertThat(1000 - left("caller alice", 1000)).isBetween(2 * 100L, 2 * 200L);
    }

    @Test
    void whoStandsInAtAnotherProviderIsPaidByTheSame() {
        ScriptedEngine other = new ScriptedEngine(ModelRef.parse("other:model"), answer("hi"));
        CallerLimits limits = each(1000);
        ChatEngine target = Resilience.builder().callers(limits).build().target(other);
        ChatEngine engine = Resilience.builder()
                .callers(limits)
                .fallback(FallbackPolicy.defaults(), List.of(target))
                .build()
                .over(new ScriptedEngine(failure(ErrorKind.OVERLOADED)));

        call(engine, ALICE, 500).join();

        assertThat(1000 - left("caller alice", 1000)).isBetween(500L, 600L);
        assertThat(other.seen.get(0).callOptions().caller()).contains("alice");
    }

    @Test
    void anAnswerFromTheCacheIsFree() {
        ChatEngine engine = Resilience.builder()
                .callers(each(1000))
                .cache(AnswerCache.of(10, Duration.ofHours(1)))
                .build()
                .over(new ScriptedEngine(answer("hi")));
        ChatRequest request = ChatRequest.of("Hello").toBuilder()
                .maxTokens(500)
                .temperature(0.0)
                .callOptions(ALICE)
                .build();
        engine.generate(request, CallContext.of(clock)).join();
        long spent = left("caller alice", 1000);

        engine.generate(request, CallContext.of(clock)).join();
        engine.generate(request, CallContext.of(clock)).join();

        assertThat(left("caller alice", 1000)).isEqualTo(spent).isLessThan(500);
    }

    @Test
    void withoutAPriceTheCallerHearsWhy() {
        CallerLimits limits = CallerLimits.builder()
                .budgets(caller -> Optional.of(Budget.builder("caller " + caller)
                        .store(store)
                        .usd(Span.DAY, BigDecimal.ONE)
                        .build()))
                .build();
        ChatEngine engine = Resilience.builder().callers(limits).build().over(new ScriptedEngine(answer("hi")));

        assertThat(refusal(call(engine, ALICE, 100)).reason()).isEqualTo("caller_no_price");
        assertThat(limits.inUse()).isZero();
    }

    /** Two requests for one call, as for more texts than a provider takes at once. */
    private static final EmbeddingEngine VECTORS = new EmbeddingEngine() {
        @Override
        public ModelRef ref() {
            return REF;
        }

        @Override
        public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
            call.beginAttempt(REF).succeeded();
            call.beginAttempt(REF).succeeded();
            return CompletableFuture.completedFuture(EmbeddingResponse.builder(REF, List.of(new float[] {1}))
                    .usage(Usage.builder().input(20).build())
                    .build());
        }
    };

    @Test
    void embeddingsAreOneRequestEachAndPaidToo() {
        CallerLimits limits = CallerLimits.builder()
                .rates(caller -> Optional.of(RateLimiter.builder("caller " + caller)
                        .store(store)
                        .maxWait(Duration.ZERO)
                        .requests(Span.MINUTE, 2)
                        .build()))
                .budgets(caller -> Optional.of(budget("caller " + caller, 1000)))
                .build();
        EmbeddingEngine engine = Resilience.builder()
                .callers(limits)
                .budget(budget("all", 1000))
                .build()
                .over(VECTORS);
        EmbeddingRequest request =
                EmbeddingRequest.builder(List.of("hi")).callOptions(ALICE).build();

        engine.embed(request, CallContext.of(clock)).join();
        engine.embed(request, CallContext.of(clock)).join();

        assertThat(refusal(engine.embed(request, CallContext.of(clock))).reason())
                .isEqualTo("caller_rate_limit");
        assertThat(left("caller alice", 1000)).isEqualTo(960);
        assertThat(left("all", 1000)).isEqualTo(960);
        assertThat(limits.inUse()).isZero();
    }
}
