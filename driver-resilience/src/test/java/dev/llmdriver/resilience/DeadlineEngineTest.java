package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static dev.llmdriver.resilience.ScriptedEngine.answer;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static dev.llmdriver.resilience.ScriptedEngine.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.llmdriver.Capabilities;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmTimeoutException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.ModelFacts;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class DeadlineEngineTest {
    private static final Duration TEN = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofMillis(50);

    private final ManualScheduler clock = new ManualScheduler();
    private final CallContext call = CallContext.of(clock);
    private final Listener listener = new Listener();

    private static LlmException errorOf(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return (LlmException) future.handle((value, thrown) -> thrown).join();
    }

    @Test
    void everyCallHasADeadline() {
        var unused = new DeadlineEngine(new ScriptedEngine(silence()), DeadlineEngine.DEFAULT).generate(HELLO, call);

        assertThat(call.remaining()).contains(Duration.ofMinutes(5));
    }

    @Test
    void theRequestsOwnDeadlineWins() {
        ChatRequest hurried = HELLO.toBuilder().deadline(Duration.ofSeconds(2)).build();

        var unused = new DeadlineEngine(new ScriptedEngine(silence()), TEN).generate(hurried, call);

        assertThat(call.remaining()).contains(Duration.ofSeconds(2));
    }

    @Test
    void aStreamsClockStartsWithItsSubscriber() {
        Flow.Publisher<ChatEvent> stream = new DeadlineEngine(new ScriptedEngine(silence()), TEN).stream(HELLO, call);
        assertThat(call.remaining()).isEmpty();
        clock.advance(Duration.ofMinutes(1));

        stream.subscribe(listener);

        assertThat(call.remaining()).contains(TEN);
    }

    @Test
    void aSilentEngineIsCancelledAndTheCallFails() {
        ScriptedEngine engine = new ScriptedEngine(silence());

        CompletableFuture<ChatResponse> future = new DeadlineEngine(engine, TEN).generate(HELLO, call);
        clock.advance(TEN);
        assertThat(future).isNotDone();
        clock.advance(GRACE);

        LlmException error = errorOf(future);
        assertThat(error).isInstanceOf(LlmTimeoutException.class).hasMessageContaining("10 s");
        assertThat(error.phase()).isEqualTo(Phase.FIRST_TOKEN);
        assertThat(error.attempts()).hasSize(1);
        assertThat(engine.cancels.get()).isPositive();
    }

    @Test
    void aStreamThatStallsFailsWithWhatHadCome() {
        ScriptedEngine engine = new ScriptedEngine(silence("half"));
        ChatStream stream = ChatModels.of(
                Resilience.builder()
                        .deadline(TEN)
                        .retry(RetryPolicy.defaults(), RetryBudget.standard())
                        .build()
                        .over(engine),
                new NoFacts(),
                CallSettings.defaults().withScheduler(clock).withCallbackExecutor(Runnable::run))
                .stream(HELLO);
        stream.subscribe(listener);
        listener.readAll();

        clock.advance(TEN.plus(GRACE));

        LlmException error = (LlmException) listener.failure;
        assertThat(error.kind()).isEqualTo(ErrorKind.TIMEOUT);
        assertThat(error.phase()).isEqualTo(Phase.STREAMING);
        assertThat(error.partial().orElseThrow().text()).isEqualTo("half");
        assertThat(engine.cancels).hasValue(1);
    }

    @Test
    void anAnswerInTimeLeavesNoAlarmBehind() {
        new DeadlineEngine(new ScriptedEngine(answer("hi")), TEN)
                .stream(HELLO, call).subscribe(listener);
        listener.readAll();
        var unused = new DeadlineEngine(new ScriptedEngine(answer("hi")), TEN).generate(HELLO, call);

        assertThat(listener.completed).isTrue();
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void cancelReachesTheEngineAndLeavesNoAlarmBehind() {
        ScriptedEngine engine = new ScriptedEngine(silence("half"));
        new DeadlineEngine(engine, TEN).stream(HELLO, call).subscribe(listener);
        listener.readAll();
        CompletableFuture<ChatResponse> future = new DeadlineEngine(engine, TEN).generate(HELLO, call);

        listener.subscription.cancel();
        future.cancel(true);

        assertThat(engine.cancels.get()).isGreaterThanOrEqualTo(2);
        assertThat(clock.pendingAlarms()).isZero();
        clock.advance(Duration.ofMinutes(10));
        assertThat(listener.isOver()).isFalse();
    }

    @Test
    void noRetryBeginsAfterTheDeadline() {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.SERVER_ERROR));
        RetryPolicy patient = RetryPolicy.builder()
                .delays(java.util.Collections.nCopies(50, Duration.ofSeconds(3)))
                .build();
        CallContext generous = CallContext.of(clock, patient.callCap(), waiting -> {});

        CompletableFuture<ChatResponse> future =
                new DeadlineEngine(Chains.retrying(engine, patient), TEN).generate(HELLO, generous);
        clock.advance(Duration.ofMinutes(10));

        assertThat(errorOf(future).kind()).isEqualTo(ErrorKind.SERVER_ERROR);
        assertThat(engine.sentAt).allMatch(nanos -> nanos < TEN.toNanos()).hasSize(4);
    }

    @Test
    void aDeadlineOfNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DeadlineEngine(new ScriptedEngine(answer()), Duration.ZERO));
    }

    private static final class NoFacts implements ModelFacts {
        @Override
        public Capabilities capabilities() {
            return Capabilities.unknown();
        }

        @Override
        public CompletableFuture<ModelInfo> describe() {
            return new CompletableFuture<>();
        }
    }
}
