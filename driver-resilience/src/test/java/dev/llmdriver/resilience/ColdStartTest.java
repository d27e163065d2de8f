package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static dev.llmdriver.resilience.ScriptedEngine.answer;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static dev.llmdriver.resilience.ScriptedEngine.hinted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One call and a loading model. */
class ColdStartTest {
    private final ManualScheduler clock = new ManualScheduler();
    private final List<ChatEvent.Waiting> waits = new ArrayList<>();
    private final CallContext call = CallContext.of(clock, 6, waits::add);
    private final Listener listener = new Listener();

    private ChatEngine chain(ScriptedEngine engine) {
        return Resilience.builder()
                .coldStart(ColdStart.standard())
                .retry(RetryPolicy.defaults(), RetryBudget.standard())
                .build()
                .over(engine);
    }

    private CompletableFuture<ChatResponse> start(ScriptedEngine engine) {
        return chain(engine).generate(HELLO, call);
    }

    private static LlmException errorOf(CompletableFuture<ChatResponse> future) {
        assertThat(future).isCompletedExceptionally();
        return (LlmException) future.handle((value, thrown) -> thrown).join();
    }

    @Test
    void aLoadingModelIsWaitedForAsLongAsItEstimates() {
        ScriptedEngine engine =
                new ScriptedEngine(failure(hinted(ErrorKind.MODEL_LOADING, Duration.ofSeconds(20))), answer("hi"));

        CompletableFuture<ChatResponse> future = start(engine);
        clock.advance(Duration.ofSeconds(22));

        assertThat(future.join().text()).isEqualTo("hi");
        Duration sent = Duration.ofNanos(engine.sentAt.get(1));
        assertThat(sent).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(22));
        assertThat(waits).extracting(ChatEvent.Waiting::reason).containsExactly(ChatEvent.WaitReason.COLD_START);
        assertThat(waits.get(0).estimate()).contains(sent);
        assertThat(engine.purposes(call)).containsExactly(Attempt.Purpose.FIRST, Attempt.Purpose.COLD_START);
        assertThat(future.join().attempts().get(1).waited()).isEqualTo(sent);
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void aStreamWaitsAndTellsOfIt() {
        ScriptedEngine engine =
                new ScriptedEngine(failure(hinted(ErrorKind.MODEL_LOADING, Duration.ofSeconds(20))), answer("hi"));

        chain(engine).stream(HELLO, call).subscribe(listener);
        listener.readAll();
        clock.advance(Duration.ofSeconds(22));

        assertThat(listener.kinds()).containsExactly("Waiting", "Started", "TextDelta", "Finished");
        assertThat(engine.sentAt.get(1)).isBetween(20_000_000_000L, 22_000_000_000L);
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void askingWhetherItIsReadyCostsNoAttempts() {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.MODEL_LOADING));

        CompletableFuture<ChatResponse> future = start(engine);
        clock.advance(Duration.ofMinutes(5));

        assertThat(errorOf(future).kind()).isEqualTo(ErrorKind.MODEL_LOADING);
        // 2 + 4 + 8 s, then every 10 s: ten more fit into 120 s
        assertThat(engine.requests).hasValue(14);
        assertThat(call.ledger().remaining()).isEqualTo(5);
        assertThat(waits)
                .extracting(wait -> wait.estimate().orElseThrow().toSeconds())
                .startsWith(2L, 4L, 8L, 10L, 10L);
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void anEstimateOfNearlyNothingIsNotAskedAfterAllTheTime() {
        call.startDeadline(Duration.ofSeconds(5));
        Duration nearlyNothing = Duration.ofMillis(1);
        ScriptedEngine engine = new ScriptedEngine(failure(hinted(ErrorKind.MODEL_LOADING, nearlyNothing)));

        CompletableFuture<ChatResponse> future = start(engine);
        clock.advance(Duration.ofSeconds(6));

        assertThat(future).isCompletedExceptionally();
        assertThat(engine.requests.get()).isBetween(9, 11); // one in half a second, and up to a tenth later
    }

    @Test
    void anEstimateBeyondTheBudgetFailsAtOnceAndIsKept() {
        ScriptedEngine engine = new ScriptedEngine(failure(hinted(ErrorKind.MODEL_LOADING, Duration.ofSeconds(121))));

        LlmException error = errorOf(start(engine));

        assertThat(error.retryAfter().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofSeconds(121));
        assertThat(error.attempts()).hasSize(1);
        assertThat(waits).isEmpty();
        assertThat(clock.pendingAlarms()).isEqualTo(0);
    }

    @Test
    void anEstimateOfAllTimeFailsAtOnceToo() {
        Duration absurd = Duration.ofSeconds(Long.MAX_VALUE);

        LlmException error = errorOf(start(new ScriptedEngine(failure(hinted(ErrorKind.MODEL_LOADING, absurd)))));

        assertThat(error.kind()).isEqualTo(ErrorKind.MODEL_LOADING);
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void anEstimateBeyondTheDeadlineFailsAtOnce() {
        call.startDeadline(Duration.ofSeconds(10));
        ScriptedEngine engine = new ScriptedEngine(failure(hinted(ErrorKind.MODEL_LOADING, Duration.ofSeconds(11))));

        assertThat(errorOf(start(engine)).kind()).isEqualTo(ErrorKind.MODEL_LOADING);
    }

    @Test
    void aCoordinatorWithoutTimeDoesNotWait() {
        ScriptedEngine engine = new ScriptedEngine(failure(hinted(ErrorKind.MODEL_LOADING, Duration.ofSeconds(1))));

        CompletableFuture<ChatResponse> future = Resilience.builder()
                .coldStart(ColdStart.of(Duration.ZERO))
                .build()
                .over(engine)
                .generate(HELLO, call);

        assertThat(errorOf(future).retryAfter()).isPresent();
        assertThat(engine.requests).hasValue(1);
    }

    @Test
    void retriesAndColdStartsDoNotMultiply() {
        ScriptedEngine engine = new ScriptedEngine(
                failure(ErrorKind.SERVER_ERROR),
                failure(ErrorKind.SERVER_ERROR),
                failure(ErrorKind.MODEL_LOADING),
                failure(ErrorKind.SERVER_ERROR));

        CompletableFuture<ChatResponse> future = start(engine);
        clock.advance(Duration.ofMinutes(5));

        assertThat(errorOf(future).kind()).isEqualTo(ErrorKind.SERVER_ERROR);
        assertThat(engine.purposes(call))
                .containsExactly(
                        Attempt.Purpose.FIRST,
                        Attempt.Purpose.RETRY,
                        Attempt.Purpose.RETRY,
                        Attempt.Purpose.COLD_START);
    }

    @Test
    void theCapOfTheCallDoesNotEndAColdStart() {
        CallContext once = CallContext.of(clock, 1, waits::add);
        ScriptedEngine engine =
                new ScriptedEngine(failure(ErrorKind.MODEL_LOADING), failure(ErrorKind.MODEL_LOADING), answer("hi"));

        CompletableFuture<ChatResponse> future = chain(engine).generate(HELLO, once);
        clock.advance(Duration.ofSeconds(6));

        assertThat(future.join().attempts()).hasSize(3);
    }

    @Test
    void cancelWhileWaitingStopsTheClock() {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.MODEL_LOADING));
        CompletableFuture<ChatResponse> future = start(engine);

        future.cancel(true);

        assertThat(clock.pendingAlarms()).isZero();
        clock.advance(Duration.ofMinutes(5));
        assertThat(engine.requests).hasValue(1);
    }

    @Test
    void cancelOfAStreamWhileWaitingStopsTheClock() {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.MODEL_LOADING));
        chain(engine).stream(HELLO, call).subscribe(listener);
        listener.readAll();

        listener.subscription.cancel();

        assertThat(clock.pendingAlarms()).isZero();
        clock.advance(Duration.ofMinutes(5));
        assertThat(engine.requests).hasValue(1);
        assertThat(listener.isOver()).isFalse();
    }
}
