package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Attempt;
import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.testkit.ManualScheduler;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many calls and a loading model: eight come at once, and all are told that it takes 20 s. */
class ColdStartSharedTest {
    private static final int CALLERS = 8;

    private final ManualScheduler clock = new ManualScheduler();
    private final List<ChatEvent.Waiting> waits = new ArrayList<>();
    private final ColdStart coordinator = ColdStart.standard();
    private final OpenEngine engine = new OpenEngine("fake:model");
    private final List<CompletableFuture<ChatResponse>> futures = new ArrayList<>();

    private CompletableFuture<ChatResponse> start(ChatRequest request, OpenEngine over) {
        return Resilience.builder()
                .coldStart(coordinator)
                .build()
                .over(over)
                .generate(request, CallContext.of(clock, 6, waits::add));
    }

    @BeforeEach
    void eightAreTold() {
        for (int i = 0; i < CALLERS; i++) {
            futures.add(start(HELLO, engine));
        }
        assertThat(engine.requests).hasSize(CALLERS);
        engine.requests.forEach(open -> open.loads(20));
        engine.requests.clear();
    }

    private void waitForTheQuestion() {
        clock.advance(Duration.ofSeconds(22));
        assertThat(engine.requests).hasSize(1);
    }

    private LlmException errorOf(CompletableFuture<ChatResponse> future) {
        assertThat(future).isCompletedExceptionally();
        return (LlmException) future.handle((value, thrown) -> thrown).join();
    }

    @Test
    void oneAsksForAll() {
        waitForTheQuestion();
        assertThat(engine.last().sentAt()).isBetween(20_000_000_000L, 22_000_000_000L);
        clock.advance(Duration.ofSeconds(5));
        assertThat(engine.requests).as("all others wait for what it hears").hasSize(1);

        engine.answers(0);
        clock.advance(Duration.ZERO);

        assertThat(engine.requests).hasSize(CALLERS);
        assertThat(futures.get(0).join().attempts())
                .extracting(Attempt::purpose)
                .containsExactly(Attempt.Purpose.FIRST, Attempt.Purpose.COLD_START);
        for (int i = 1; i < CALLERS; i++) {
            assertThat(engine.requests.get(i).call().ledger().remaining()).isEqualTo(5);
            engine.answers(i);
        }
        assertThat(futures).allMatch(CompletableFuture::isDone);
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void eachAnswerIsANewEstimateForAll() {
        waitForTheQuestion();
        waits.clear();

        engine.last().loads(10);
        clock.advance(Duration.ZERO);
        assertThat(waits)
                .hasSize(CALLERS)
                .allSatisfy(wait -> assertThat(wait.estimate().orElseThrow())
                        .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11)));
        long from = clock.nanoTime();
        clock.advance(Duration.ofSeconds(11));

        assertThat(engine.requests).hasSize(2);
        assertThat(engine.last().sentAt() - from).isBetween(10_000_000_000L, 11_000_000_000L);
        assertThat(engine.last().call().callId())
                .as("who asked before asks again")
                .isEqualTo(engine.requests.get(0).call().callId());
    }

    @Test
    void aNewcomerWaitsWithoutAsking() {
        clock.advance(Duration.ofSeconds(5));
        CompletableFuture<ChatResponse> late = start(HELLO, engine);
        assertThat(engine.requests).isEmpty();
        clock.advance(Duration.ofSeconds(17));
        engine.answers(0);
        clock.advance(Duration.ZERO);

        assertThat(engine.requests).hasSize(CALLERS + 1);
        engine.answers(CALLERS);
        Attempt only = late.join().attempts().get(0);
        assertThat(only.purpose()).isEqualTo(Attempt.Purpose.FIRST);
        assertThat(only.waited()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(17));
    }

    @Test
    void aNewcomerThatCannotWaitFailsAtOnce() {
        clock.advance(Duration.ofSeconds(5));
        CompletableFuture<ChatResponse> late =
                start(HELLO.toBuilder().deadline(Duration.ofSeconds(10)).build(), engine);

        assertThat(errorOf(late).kind()).isEqualTo(ErrorKind.MODEL_LOADING);
        assertThat(errorOf(late).retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(17));
        assertThat(errorOf(late).attempts()).isEmpty();
        assertThat(engine.requests).isEmpty();
    }

    @Test
    void whoIsCancelledWhileItAsksHandsTheQuestionOn() {
        waitForTheQuestion();

        futures.get(0).cancel(true);
        clock.advance(Duration.ZERO);

        assertThat(engine.requests).hasSize(2);
        engine.answers(1);
        clock.advance(Duration.ZERO);
        assertThat(futures.get(1)).isCompleted();
        assertThat(engine.requests).hasSize(CALLERS);
    }

    @Test
    void whoIsCancelledWhileItWaitsDoesNotAsk() {
        futures.get(0).cancel(true);
        futures.get(1).cancel(true);

        waitForTheQuestion();
        engine.answers(0);

        assertThat(futures.get(2)).isCompleted();
    }

    @Test
    void whoFailsOtherwiseHandsTheQuestionOn() {
        waitForTheQuestion();

        engine.last()
                .fails(LlmException.builder(ErrorKind.AUTHENTICATION, "scripted")
                        .build());
        clock.advance(Duration.ZERO);

        assertThat(errorOf(futures.get(0)).kind()).isEqualTo(ErrorKind.AUTHENTICATION);
        assertThat(engine.requests).hasSize(2);
        assertThat(futures.subList(1, CALLERS)).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void whenAllAreCancelledNothingIsLeft() {
        futures.forEach(future -> future.cancel(true));

        assertThat(clock.pendingAlarms()).isZero();
        var unused = start(HELLO, engine);
        assertThat(engine.requests).as("nobody is waited for").hasSize(1);
    }

    @Test
    void aQuestionThatHangsHoldsNobodyLongerThanTheBudget() {
        waitForTheQuestion();

        clock.advance(Duration.ofSeconds(98));

        assertThat(engine.requests).hasSize(1);
        assertThat(futures.get(0)).isNotDone();
        assertThat(futures.subList(1, CALLERS))
                .allSatisfy(future -> assertThat(errorOf(future).kind()).isEqualTo(ErrorKind.MODEL_LOADING));
    }

    @Test
    void whoseTimeIsOverWhenItAsksStillAsksForAll() {
        ColdStart brief = ColdStart.of(Duration.ofSeconds(2));
        OpenEngine other = new OpenEngine("fake:other");
        ChatEngine chain = Resilience.builder().coldStart(brief).build().over(other);
        List<CompletableFuture<ChatResponse>> three = Stream.generate(
                        () -> chain.generate(HELLO, CallContext.of(clock)))
                .limit(3)
                .toList();
        other.requests.forEach(open -> open.loads(0));
        other.requests.clear();

        clock.advance(Duration.ofSeconds(2));

        assertThat(other.requests).hasSize(1);
        assertThat(three.get(0)).isNotDone();
        assertThat(three.subList(1, 3))
                .allSatisfy(future -> assertThat(errorOf(future).kind()).isEqualTo(ErrorKind.MODEL_LOADING));
    }

    @Test
    void anAnswerToOneThatAskedBeforeLetsAllGo() {
        futures.forEach(future -> future.cancel(true));
        var early = start(HELLO, engine);
        var told = start(HELLO, engine);
        engine.last().loads(60);

        engine.answers(0);
        clock.advance(Duration.ZERO);

        assertThat(early).isCompleted();
        assertThat(engine.requests).hasSize(3);
        engine.answers(2);
        assertThat(told).isCompleted();
    }

    @Test
    void anotherModelAndAnotherEndpointAreOtherMatters() {
        OpenEngine other = new OpenEngine("fake:other");
        CallOptions elsewhere = CallOptions.builder()
                .baseUrl(URI.create("https://elsewhere.example"))
                .build();

        var first = start(HELLO, other);
        var second = start(HELLO.toBuilder().callOptions(elsewhere).build(), engine);

        assertThat(other.requests).hasSize(1);
        assertThat(engine.requests).hasSize(1);
        assertThat(List.of(first, second)).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void aTimeOfItsOwnStillSharesTheWait() {
        CompletableFuture<ChatResponse> hasty = Resilience.builder()
                .coldStart(coordinator.withMaxWait(Duration.ofSeconds(5)))
                .build()
                .over(engine)
                .generate(HELLO, CallContext.of(clock));

        assertThat(errorOf(hasty).kind()).isEqualTo(ErrorKind.MODEL_LOADING);
        assertThat(engine.requests).isEmpty();
    }

    @Test
    void whoHasNoTimeAtAllAsksOnce() {
        var single = Resilience.builder()
                .coldStart(coordinator.withMaxWait(Duration.ZERO))
                .build()
                .over(engine)
                .generate(HELLO, CallContext.of(clock));

        assertThat(engine.requests).hasSize(1);
        assertThat(single).isNotDone();
    }
}
