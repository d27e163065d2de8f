package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static dev.llmdriver.resilience.ScriptedEngine.answer;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.Resilience.Slot;
import dev.llmdriver.spi.AttemptLedger;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.EmbeddingEngine;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ResilienceTest {
    private final ManualScheduler clock = new ManualScheduler();
    private final List<String> passed = new ArrayList<>();

    @Test
    void theSlotsAreInTheOrderOfTheDesign() {
        assertThat(Slot.values())
                .containsExactly(
                        Slot.CALL_METRICS,
                        Slot.DEADLINE,
                        Slot.CALLER_LIMITS,
                        Slot.CACHE,
                        Slot.FALLBACK,
                        Slot.OPERATION_METRICS,
                        Slot.COLD_START,
                        Slot.RETRY,
                        Slot.KEY_POOL,
                        Slot.BREAKER,
                        Slot.CONCURRENCY,
                        Slot.RATE_LIMIT,
                        Slot.BUDGET,
                        Slot.ATTEMPT_METRICS);
    }

    @Test
    void anyTwoDecoratorsStandInTheOrderOfTheirSlots() {
        for (Slot outer : Slot.values()) {
            for (Slot inner : Slot.values()) {
                if (outer.compareTo(inner) < 0) {
                    passed.clear();
                    ChatEngine engine = Resilience.builder()
                            .decorate(inner, noting(inner))
                            .decorate(outer, noting(outer))
                            .build()
                            .over(new ScriptedEngine(answer("hi")));
                    var unused = engine.generate(HELLO, CallContext.of(clock));
                    assertThat(passed).containsExactly(outer.name(), inner.name());
                }
            }
        }
    }

    @Test
    void whatIsLeftOfRetryHappensOncePerCallWhatIsRightForEachAttempt() {
        ChatEngine engine = Resilience.builder()
                .retry(RetryPolicy.defaults(), RetryBudget.standard())
                .decorate(Slot.CALL_METRICS, noting(Slot.CALL_METRICS))
                .decorate(Slot.RATE_LIMIT, noting(Slot.RATE_LIMIT))
                .build()
                .over(new ScriptedEngine(failure(ErrorKind.SERVER_ERROR)));

        var unused = engine.generate(HELLO, CallContext.of(clock));
        clock.advance(Duration.ofMinutes(1));

        assertThat(Collections.frequency(passed, "CALL_METRICS")).isEqualTo(1);
        assertThat(Collections.frequency(passed, "RATE_LIMIT")).isEqualTo(3);
    }

    @Test
    void withoutAnyWordThereIsADeadlineAndNoRetry() {
        CallContext call = CallContext.of(clock);
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.SERVER_ERROR));

        var unused = Resilience.builder().build().over(engine).generate(HELLO, call);
        clock.advance(Duration.ofMinutes(1));

        assertThat(call.remaining()).contains(Duration.ofMinutes(4));
        assertThat(engine.requests).hasValue(1);
    }

    @Test
    void embeddingsAreTriedAgainWithinTheirDeadline() {
        FlakyEmbeddings engine = new FlakyEmbeddings(0);
        CallContext call = CallContext.of(clock);

        CompletableFuture<EmbeddingResponse> future = Resilience.builder()
                .deadline(Duration.ofSeconds(60))
                .retry(RetryPolicy.defaults(), RetryBudget.standard())
                .build()
                .over(engine)
                .embed(EmbeddingRequest.of("text"), call);
        clock.advance(Duration.ofSeconds(10));

        assertThat(future.join().vectors()).hasSize(1);
        assertThat(engine.requests).isEqualTo(2);
        assertThat(call.remaining()).contains(Duration.ofSeconds(50));
    }

    @Test
    void embeddingsOfMoreRequestsThanACallMayTryAreTriedAgainToo() {
        FlakyEmbeddings engine = new FlakyEmbeddings(AttemptLedger.DEFAULT_CAP + 1);
        CallContext call = CallContext.of(clock);

        CompletableFuture<EmbeddingResponse> future = Resilience.builder()
                .retry(RetryPolicy.defaults(), RetryBudget.standard())
                .build()
                .over(engine)
                .embed(EmbeddingRequest.of("text"), call);
        clock.advance(Duration.ofSeconds(10));

        assertThat(future.join().vectors()).hasSize(1);
        assertThat(engine.requests).isEqualTo(2);
        assertThat(call.ledger().attempts()).hasSize(2 * engine.parts);
    }

    private UnaryOperator<ChatEngine> noting(Slot slot) {
        return next -> new Noting(slot, next);
    }

    private final class Noting implements ChatEngine {
        private final Slot slot;
        private final ChatEngine next;

        Noting(Slot slot, ChatEngine next) {
            this.slot = slot;
            this.next = next;
        }

        @Override
        public ModelRef ref() {
            return next.ref();
        }

        @Override
        public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
            passed.add(slot.name());
            return next.generate(request, call);
        }

        @Override
        public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
            return next.stream(request, call);
        }

        @Override
        public Explanation explain(ChatRequest request, Mode mode) {
            return next.explain(request, mode);
        }
    }

    /** Is overloaded at first. */
    private static final class FlakyEmbeddings implements EmbeddingEngine {
        private final int parts;
        private int requests;

        FlakyEmbeddings(int parts) {
            this.parts = parts;
        }

        @Override
        public ModelRef ref() {
            return ScriptedEngine.REF;
        }

        @Override
        public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
            requests++;
            CallContext part = call.with(CallContext.PURPOSE, Attempt.Purpose.PART);
            Stream.generate(() -> part.beginAttempt(ref())).limit(parts).forEach(AttemptLedger.Entry::succeeded);
            return requests == 1
                    ? CompletableFuture.failedFuture(LlmException.builder(ErrorKind.OVERLOADED, "scripted")
                            .build())
                    : CompletableFuture.completedFuture(EmbeddingResponse.builder(ref(), List.of(new float[] {1}))
                            .build());
        }
    }
}
