package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static dev.llmdriver.resilience.ScriptedEngine.answer;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static dev.llmdriver.resilience.ScriptedEngine.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LimitExceededException;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmTimeoutException;
import dev.llmdriver.spi.AttemptLedger;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {
    private final ManualScheduler clock = new ManualScheduler();
    private final List<ChatEvent.Waiting> waits = new ArrayList<>();
    private final ConcurrencyLimit limit = ConcurrencyLimit.of("fake", 1);

    private CallContext call() {
        return CallContext.of(clock, AttemptLedger.DEFAULT_CAP, waits::add);
    }

    private static ChatEngine limited(ChatEngine engine, ConcurrencyLimit by) {
        return Resilience.builder().concurrency(by).build().over(engine);
    }

    @Test
    void theOthersQueueInTheirOrder() {
        ScriptedEngine engine = new ScriptedEngine(silence(), answer("second"), silence());
        ChatEngine limited = limited(engine, limit);
        CompletableFuture<ChatResponse> first = limited.generate(HELLO, call());
        CompletableFuture<ChatResponse> second = limited.generate(HELLO, call());
        CompletableFuture<ChatResponse> third = limited.generate(HELLO, call());
        assertThat(engine.requests).hasValue(1);
        assertThat(waits).extracting(ChatEvent.Waiting::reason).containsOnly(ChatEvent.WaitReason.LIMITER);
        assertThat(waits).hasSize(2);
        assertThat(limit.gauge().remaining().getAsDouble()).isZero();

        first.cancel(true);

        assertThat(second.join().text()).isEqualTo("second");
        assertThat(third).isNotDone();
        assertThat(engine.requests).hasValue(3);
        third.cancel(true);
        assertThat(limit.gauge().remaining().getAsDouble()).isEqualTo(1);
        assertThat(clock.pendingAlarms()).as("no alarm is left").isZero();
    }

    @Test
    void aListenerWithAnErrorTakesNoPlace() {
        ScriptedEngine engine = new ScriptedEngine(silence(), answer("second"));
        ChatEngine limited = limited(engine, limit);
        CompletableFuture<ChatResponse> first = limited.generate(HELLO, call());
        CallContext listening = CallContext.of(clock, AttemptLedger.DEFAULT_CAP, waiting -> {
            throw new NoClassDefFoundError("scripted");
        });
        CompletableFuture<ChatResponse> second = limited.generate(HELLO, listening);

        first.cancel(true);

        assertThat(second.join().text()).isEqualTo("second");
        assertThat(limit.gauge().remaining().getAsDouble()).isEqualTo(1);
    }

    @Test
    void aStreamHoldsItsPlaceToItsEnd() {
        ScriptedEngine engine = new ScriptedEngine(answer("a", "b"));
        ChatEngine limited = limited(engine, limit);
        Listener reading = new Listener();
        Listener queueing = new Listener();
        limited.stream(HELLO, call()).subscribe(reading);
        limited.stream(HELLO, call()).subscribe(queueing);
        reading.subscription.request(2);
        queueing.readAll();
        assertThat(queueing.kinds()).containsExactly("Waiting");

        reading.readAll();

        assertThat(queueing.kinds()).containsExactly("Waiting", "Started", "TextDelta", "TextDelta", "Finished");
        assertThat(limit.gauge().remaining().getAsDouble()).isEqualTo(1);
    }

    @Test
    void aStreamCancelledInTheQueueLeavesIt() {
        ScriptedEngine engine = new ScriptedEngine(silence(), answer("third"));
        ChatEngine limited = limited(engine, limit);
        CompletableFuture<ChatResponse> first = limited.generate(HELLO, call());
        Listener second = new Listener();
        limited.stream(HELLO, call()).subscribe(second);
        second.subscription.cancel();
        CompletableFuture<ChatResponse> third = limited.generate(HELLO, call());

        first.cancel(true);

        assertThat(third.join().text()).isEqualTo("third");
        assertThat(engine.requests).hasValue(2);
        assertThat(second.isOver()).isFalse();
    }

    @Test
    void noPlaceIsHeldWhileACallWaitsToTryAgain() {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.OVERLOADED), answer("other"), answer("again"));
        ChatEngine limited = Resilience.builder()
                .concurrency(limit)
                .retry(
                        RetryPolicy.builder()
                                .delays(List.of(Duration.ofSeconds(1)))
                                .build(),
                        RetryBudget.standard())
                .build()
                .over(engine);
        CompletableFuture<ChatResponse> first = limited.generate(HELLO, call());
        assertThat(limited.generate(HELLO, call()).join().text()).isEqualTo("other");
        clock.advance(Duration.ofSeconds(1));
        assertThat(first.join().text()).isEqualTo("again");
    }

    @Test
    void whoWaitsTooLongIsRefused() {
        ConcurrencyLimit shortly = ConcurrencyLimit.of("fake", 1, Duration.ofSeconds(2));
        ChatEngine limited = limited(new ScriptedEngine(silence()), shortly);
        var unused = limited.generate(HELLO, call());
        CompletableFuture<ChatResponse> second = limited.generate(HELLO, call());
        clock.advance(Duration.ofMillis(1999));
        assertThat(second).isNotDone();
        clock.advance(Duration.ofMillis(1));

        LlmException refusal = failureOf(second);
        assertThat(refusal).isInstanceOf(LimitExceededException.class);
        assertThat(refusal.reason()).isEqualTo("concurrency");
        assertThat(refusal.advice()).isEqualTo(Advice.NEXT_TARGET);
        assertThat(refusal).hasMessageContaining("2000 ms").hasMessageContaining("fake:model");
    }

    @Test
    void withoutAnyWaitOneIsRefusedAtOnce() {
        ConcurrencyLimit never = ConcurrencyLimit.of("fake", 1, Duration.ZERO);
        ChatEngine limited = limited(new ScriptedEngine(silence()), never);
        CompletableFuture<ChatResponse> first = limited.generate(HELLO, call());
        assertThat(failureOf(limited.generate(HELLO, call()))).isInstanceOf(LimitExceededException.class);
        assertThat(waits).isEmpty();
        first.cancel(true);
        assertThat(never.gauge().remaining().getAsDouble()).isEqualTo(1);
    }

    @Test
    void atTheDeadlineTheQueueIsLeftAsTimeout() {
        ChatEngine limited = limited(new ScriptedEngine(silence()), limit);
        CompletableFuture<ChatResponse> first = limited.generate(HELLO, call());
        ChatRequest hurried = ChatRequest.builder()
                .user("Hello")
                .deadline(Duration.ofSeconds(5))
                .build();
        CallContext late = call();
        CompletableFuture<ChatResponse> second = limited.generate(hurried, late);

        clock.advance(Duration.ofSeconds(5));

        assertThat(failureOf(second)).isInstanceOf(LlmTimeoutException.class).hasMessageContaining("1 attempts");
        assertThat(late.ledger().attempts()).isEmpty();
        first.cancel(true);
        assertThat(limit.gauge().remaining().getAsDouble()).isEqualTo(1);
    }

    @Test
    void aLongQueueOfPromptAnswersIsNoDeepStack() {
        ScriptedEngine engine = new ScriptedEngine(silence(), answer("at once"));
        ChatEngine limited = limited(engine, limit);
        CompletableFuture<ChatResponse> first = limited.generate(HELLO, call());
        List<CompletableFuture<ChatResponse>> queue = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            queue.add(limited.generate(HELLO, call()));
        }
        first.cancel(true);
        assertThat(queue).allSatisfy(future -> assertThat(future).isCompleted());
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> ConcurrencyLimit.of("fake", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConcurrencyLimit.of("fake", 1, Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(limit).hasToString("ConcurrencyLimit[fake, ConcurrencyGate[1 of 1]]");
    }

    private static LlmException failureOf(CompletableFuture<?> future) {
        assertThat(future).isDone();
        return LlmException.of(future.handle((answer, failure) -> failure).join());
    }
}
