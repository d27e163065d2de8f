package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static dev.llmdriver.resilience.ScriptedEngine.answer;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static dev.llmdriver.resilience.ScriptedEngine.silence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.internal.gate.Ask;
import dev.llmdriver.resilience.internal.gate.Fate;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.resilience.internal.gate.GatedEmbedding;
import dev.llmdriver.resilience.internal.gate.GatedEngine;
import dev.llmdriver.resilience.internal.gate.Outcome;
import dev.llmdriver.spi.AttemptLedger;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.EmbeddingEngine;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GatedCallTest {
    private final ManualScheduler clock = new ManualScheduler();
    private final List<ChatEvent.Waiting> waits = new ArrayList<>();
    private final CallContext call = CallContext.of(clock, AttemptLedger.DEFAULT_CAP, waits::add);

    @Test
    void nothingIsSentBeforeTheGateOpens() {
        HeldGate gate = HeldGate.closed();
        ScriptedEngine engine = new ScriptedEngine(answer("hi"));
        CompletableFuture<ChatResponse> future = new GatedEngine(engine, gate).generate(HELLO, call);
        assertThat(engine.requests).hasValue(0);

        gate.tellOfWait(0, Duration.ofSeconds(2));
        clock.advance(Duration.ofSeconds(2));
        gate.letIn(0);

        assertThat(future.join().text()).isEqualTo("hi");
        assertThat(waits).hasSize(1);
        assertThat(gate.ends).singleElement().satisfies(end -> {
            assertThat(end.isAnswer()).isTrue();
            assertThat(end.left()).isTrue();
        });
        assertThat(call.ledger().attempts())
                .as("the wait at the gate is part of the attempt's wait")
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.waited()).isEqualTo(Duration.ofSeconds(2)));
    }

    @Test
    void theSizeIsWorkedOutForWhomAsks() {
        HeldGate gate = HeldGate.opened();
        ChatRequest request = ChatRequest.builder().user("Hello").maxTokens(7).build();
        assertThat(new GatedEngine(new ScriptedEngine(answer("hi")), gate).generate(request, call))
                .isCompleted();
        assertThat(gate.asks.get(0).size().get().output()).hasValue(7);
        assertThat(gate.asks.get(0).ref()).isEqualTo(ScriptedEngine.REF);
    }

    @Test
    void aFailureGivesThePassBackWithIt() {
        HeldGate gate = HeldGate.opened();
        GatedEngine gated = new GatedEngine(
                new ScriptedEngine(failure(ErrorKind.OVERLOADED), failure(ErrorKind.CONNECT_FAILED)), gate);

        assertThat(kindOf(gated.generate(HELLO, call))).isEqualTo(ErrorKind.OVERLOADED);
        assertThat(kindOf(gated.generate(HELLO, call))).isEqualTo(ErrorKind.CONNECT_FAILED);

        assertThat(gate.ends).extracting(Outcome::left).containsExactly(true, false);
        assertThat(gate.ends)
                .extracting(end -> end.failure().orElseThrow().kind())
                .containsExactly(ErrorKind.OVERLOADED, ErrorKind.CONNECT_FAILED);
    }

    /** A server that sends a request elsewhere has not read it either. */
    @Test
    void aRequestThatWasSentElsewhereIsOneThatWasTurnedDown() {
        HeldGate gate = HeldGate.opened();
        ScriptedEngine redirected = new ScriptedEngine(failure(ErrorKind.RATE_LIMITED), answer("hi")) {
            @Override
            public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext attempt) {
                AttemptLedger.Entry first = attempt.beginAttempt(ref());
                first.status(307);
                first.succeeded();
                return super.generate(request, attempt);
            }
        };
        GatedEngine gated = new GatedEngine(redirected, gate);

        assertThat(kindOf(gated.generate(HELLO, call))).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(gated.generate(HELLO, call)).isCompleted();

        assertThat(gate.ends).extracting(Outcome::requests).containsExactly(2, 2);
        assertThat(gate.ends).extracting(Fate::of).containsExactly(Fate.NOTHING, Fate.UNKNOWN);
    }

    @Test
    void aRefusalIsTheCallsError() {
        LlmException full =
                LlmException.builder(ErrorKind.LIMIT_EXCEEDED, "scripted").build();
        ScriptedEngine engine = new ScriptedEngine(answer("hi"));
        Gate refusing = ask -> CompletableFuture.failedFuture(full);
        Gate throwing = ask -> {
            throw full;
        };
        assertThat(new GatedEngine(engine, refusing).generate(HELLO, call))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isSameAs(full);
        assertThat(kindOf(new GatedEngine(engine, throwing).generate(HELLO, call)))
                .isEqualTo(ErrorKind.LIMIT_EXCEEDED);
        assertThat(engine.requests).hasValue(0);
    }

    @Test
    void cancelledInTheQueueTheCallLeavesIt() {
        HeldGate gate = HeldGate.closed();
        ScriptedEngine engine = new ScriptedEngine(answer("hi"));
        CompletableFuture<ChatResponse> future = new GatedEngine(engine, gate).generate(HELLO, call);

        future.cancel(true);

        assertThat(gate.queue.get(0)).isCancelled();
        gate.letIn(0);
        assertThat(engine.requests).hasValue(0);
        assertThat(gate.ends).isEmpty();
    }

    @Test
    void aPassThatComesAfterTheCancelIsGivenBack() {
        List<Outcome> ends = new ArrayList<>();
        CompletableFuture<Gate.Pass> stubborn = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                return false;
            }
        };
        ScriptedEngine engine = new ScriptedEngine(answer("hi"));
        var unused =
                new GatedEngine(engine, ask -> stubborn).generate(HELLO, call).cancel(true);

        stubborn.complete(ends::add);

        assertThat(engine.requests).hasValue(0);
        assertThat(ends).singleElement().satisfies(end -> {
            assertThat(end.failure().orElseThrow().kind()).isEqualTo(ErrorKind.CANCELLED);
            assertThat(end.left()).isFalse();
        });
    }

    @Test
    void cancelledWhileAskingTheExchangeEndsAndThePassComesBackOnce() {
        HeldGate gate = HeldGate.opened();
        ScriptedEngine engine = new ScriptedEngine(silence());
        CompletableFuture<ChatResponse> future = new GatedEngine(engine, gate).generate(HELLO, call);

        future.cancel(true);
        future.cancel(true);

        assertThat(engine.cancels.get()).isPositive();
        assertThat(gate.ends).singleElement().satisfies(end -> {
            assertThat(end.failure().orElseThrow().kind()).isEqualTo(ErrorKind.CANCELLED);
            assertThat(end.left()).isTrue();
        });
    }

    @Test
    void anEngineThatThrowsGivesThePassBack() {
        HeldGate gate = HeldGate.opened();
        ScriptedEngine broken = new ScriptedEngine() {
            @Override
            public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext attempt) {
                throw new IllegalStateException("scripted");
            }
        };
        assertThat(kindOf(new GatedEngine(broken, gate).generate(HELLO, call))).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
        assertThat(gate.ends).hasSize(1);
    }

    @Test
    void embeddingsPassTheGateWithTheirUsage() {
        HeldGate gate = HeldGate.closed();
        CompletableFuture<EmbeddingResponse> future =
                new GatedEmbedding(new Vectors(), gate).embed(EmbeddingRequest.of("text"), call);
        assertThat(future).isNotDone();
        gate.letIn(0);
        assertThat(future.join().vectors()).hasSize(1);
        assertThat(gate.ends)
                .singleElement()
                .satisfies(end -> assertThat(end.usage()).contains(Usage.of(3, 0)));
        assertThat(gate.asks.get(0).size().get().output()).hasValue(0);
    }

    @Test
    void theGatesOfABuilderStandBeforeEveryAttemptOfChatsAndEmbeddings() {
        HeldGate outer = HeldGate.closed();
        HeldGate inner = HeldGate.closed();
        Resilience resilience = Resilience.builder()
                .gate(Resilience.Slot.BUDGET, inner)
                .gate(Resilience.Slot.BREAKER, outer)
                .build();
        var chat = resilience.over(new ScriptedEngine(answer("hi"))).generate(HELLO, call);
        var vectors = resilience.over(new Vectors()).embed(EmbeddingRequest.of("text"), call);
        assertThat(inner.asks).as("the breaker comes before the budget").isEmpty();
        outer.letIn(0);
        outer.letIn(1);
        assertThat(inner.asks).extracting(Ask::call).hasSize(2);
        inner.letIn(0);
        inner.letIn(1);
        assertThat(chat).isCompleted();
        assertThat(vectors).isCompleted();
    }

    private static ErrorKind kindOf(CompletableFuture<?> future) {
        return LlmException.of(future.handle((answer, failure) -> failure).join())
                .kind();
    }

    private static final class Vectors implements EmbeddingEngine {
        @Override
        public ModelRef ref() {
            return ScriptedEngine.REF;
        }

        @Override
        public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
            return CompletableFuture.completedFuture(EmbeddingResponse.builder(ref(), List.of(new float[] {1}))
                    .usage(Usage.of(3, 0))
                    .build());
        }
    }
}
