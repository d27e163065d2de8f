package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.REF;
import static dev.llmdriver.resilience.ScriptedEngine.answer;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static dev.llmdriver.resilience.ScriptedEngine.hinted;
import static dev.llmdriver.resilience.ScriptedEngine.silence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Price;
import dev.llmdriver.Secret;
import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.EmbeddingEngine;
import dev.llmdriver.testkit.ManualScheduler;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Limits and budget in their places of the chain. */
class LimitedChainTest {
    private static final ChatRequest REQUEST =
            ChatRequest.of("Hello").toBuilder().maxTokens(100).build();
    private static final Limit MINUTE = new Limit("fast", Unit.REQUESTS, Span.MINUTE, 2, ZoneOffset.UTC);
    private static final Limit DAY = new Limit("fast", Unit.USD, Span.DAY, 1_000_000, ZoneOffset.UTC);

    private final ManualScheduler clock = new ManualScheduler();
    private final LimitStore store = LimitStore.inProcess(clock);
    private final RateLimiter limiter =
            RateLimiter.builder("fast").store(store).requests(Span.MINUTE, 2).build();
    private final Budget budget = Budget.builder("fast")
            .store(store)
            .usd(Span.DAY, new BigDecimal("0.001"))
            .price(new Price(1_000_000, 1_000_000))
            .build();
    private final Resilience.Builder chain = Resilience.builder()
            .retry(RetryPolicy.defaults(), RetryBudget.standard())
            .rateLimit(limiter)
            .budget(budget);

    private CompletableFuture<?> generate(ScriptedEngine engine) {
        return chain.build().over(engine).generate(REQUEST, CallContext.of(clock));
    }

    private Listener stream(ScriptedEngine engine) {
        Listener listener = new Listener();
        chain.build().over(engine).stream(REQUEST, CallContext.of(clock)).subscribe(listener);
        return listener.readAll();
    }

    @Test
    void aStreamTellsOfItsWaitAndThenBegins() {
        ScriptedEngine engine = new ScriptedEngine(answer("hi"));
        stream(engine);
        stream(engine);

        Listener third = stream(engine);
        assertThat(third.events).singleElement().isInstanceOf(ChatEvent.Waiting.class);
        clock.advance(Duration.ofMinutes(1));

        assertThat(third.completed).isTrue();
        assertThat(third.events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Waiting", "Started", "TextDelta", "Finished");
        assertThat(engine.requests).hasValue(3);
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void whoCancelsWhileWaitingLeavesTheLineAndSendsNothing() {
        ScriptedEngine engine = new ScriptedEngine(answer("hi"));
        stream(engine);
        stream(engine);
        CompletableFuture<?> waiting = generate(engine);
        Listener streaming = stream(engine);

        waiting.cancel(true);
        streaming.subscription.cancel();

        clock.advance(Duration.ofMinutes(2));
        assertThat(engine.requests).hasValue(2);
        assertThat(store.remaining(MINUTE)).isEqualTo(2);
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void everyAttemptTakesItsShareAnew() {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.OVERLOADED), answer("hi"));

        CompletableFuture<?> answered = generate(engine);
        clock.advance(Duration.ofSeconds(30));

        assertThat(answered).isCompleted();
        assertThat(store.remaining(MINUTE)).isZero();
    }

    @Test
    void whatTheBudgetRefusesIsGivenBackToTheLimiter() {
        ChatRequest large = REQUEST.toBuilder().maxTokens(2_000_000).build();

        CompletableFuture<?> refused =
                chain.build().over(new ScriptedEngine(answer("hi"))).generate(large, CallContext.of(clock));

        assertThat(refused).isCompletedExceptionally();
        assertThat(store.remaining(MINUTE)).isEqualTo(2);
        assertThat(store.remaining(DAY)).isEqualTo(1_000_000);
    }

    @Test
    void aCancelledStreamCostsWhatWasReserved() {
        Listener streaming = stream(new ScriptedEngine(silence("hel")));
        long reserved = 1_000_000 - store.remaining(DAY);
        assertThat(reserved).isGreaterThan(100);

        streaming.subscription.cancel();

        assertThat(store.remaining(DAY)).isEqualTo(1_000_000 - reserved);
        assertThat(store.remaining(MINUTE)).isEqualTo(1);
    }

    @Test
    void whatFailsToConnectCostsNothing() {
        CompletableFuture<?> failed = generate(new ScriptedEngine(failure(ErrorKind.CONNECT_FAILED)));
        clock.advance(Duration.ofSeconds(30));

        assertThat(failed).isCompletedExceptionally();
        assertThat(store.remaining(MINUTE)).isEqualTo(2);
        assertThat(store.remaining(DAY)).isEqualTo(1_000_000);
    }

    @Test
    void theRetryThatAProviderAskedForFindsTheWindowOpen() {
        ScriptedEngine engine =
                new ScriptedEngine(failure(hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(3))), answer("hi"));
        CompletableFuture<?> first = generate(engine);
        CompletableFuture<?> second = generate(engine);
        assertThat(second).isNotDone();

        clock.advance(Duration.ofSeconds(3).minusNanos(1));
        assertThat(engine.requests).hasValue(1);
        clock.advance(Duration.ofMinutes(1));

        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(engine.requests).hasValue(3);
    }

    @Test
    void theLimitOfAKeyThatACallBroughtBindsNoOther() {
        ScriptedEngine engine =
                new ScriptedEngine(failure(hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(50))), answer("hi"));
        CallOptions own = CallOptions.builder().apiKey(Secret.of("k-own")).build();
        ChatRequest request = REQUEST.toBuilder().callOptions(own).build();
        CompletableFuture<?> limited = chain.build().over(engine).generate(request, CallContext.of(clock));

        CompletableFuture<?> other = generate(engine);

        assertThat(limited).isCompletedExceptionally();
        assertThat(other).isCompleted();
    }

    @Test
    void embeddingsAreLimitedAndPaidToo() {
        EmbeddingEngine engine = new EmbeddingEngine() {
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
        EmbeddingEngine limited = chain.build().over(engine);
        CompletableFuture<EmbeddingResponse> first = limited.embed(EmbeddingRequest.of("hi"), CallContext.of(clock));
        assertThat(first).isCompleted();

        assertThat(store.remaining(MINUTE)).as("two parts are two requests").isZero();
        assertThat(store.remaining(DAY)).isEqualTo(999_980);
        CompletableFuture<EmbeddingResponse> second = limited.embed(EmbeddingRequest.of("hi"), CallContext.of(clock));
        assertThat(second).isNotDone();
        clock.advance(Duration.ofMinutes(1));
        assertThat(second).isCompleted();
    }

    @Test
    void aRefusalNamesTheAttemptsOfItsCall() {
        Resilience strict = Resilience.builder()
                .retry(RetryPolicy.defaults(), RetryBudget.standard())
                .rateLimit(RateLimiter.builder("strict")
                        .store(store)
                        .requests(Span.HOUR, 1)
                        .build())
                .build();
        CompletableFuture<?> refused =
                strict.over(new ScriptedEngine(failure(ErrorKind.OVERLOADED))).generate(REQUEST, CallContext.of(clock));

        clock.advance(Duration.ofSeconds(1));

        assertThat(refused).isDone();
        LlmException refusal =
                LlmException.of(refused.handle((x, thrown) -> thrown).join());
        assertThat(refusal.kind()).isEqualTo(ErrorKind.LIMIT_EXCEEDED);
        assertThat(refusal.attempts()).hasSize(1);
    }
}
