package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static dev.llmdriver.resilience.ScriptedEngine.answer;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static dev.llmdriver.resilience.ScriptedEngine.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LimitExceededException;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.resilience.ScriptedEngine.Step;
import dev.llmdriver.spi.AttemptLedger;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.testkit.ManualScheduler;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class BreakerTest {
    private static final Duration OPEN = Duration.ofSeconds(30);

    private final ManualScheduler clock = new ManualScheduler();
    private final Breaker breaker =
            Breaker.builder().window(4).minimumCalls(4).openFor(OPEN).build();

    private ChatEngine guarded(ChatEngine engine) {
        return Resilience.builder().breaker(breaker).build().over(engine);
    }

    private CompletableFuture<ChatResponse> ask(ChatEngine engine) {
        return engine.generate(HELLO, CallContext.of(clock));
    }

    /** Asks until there is a verdict; the engine fails two of four times. */
    private ChatEngine opened(Step... then) {
        Step[] script = new Step[4 + then.length];
        script[0] = answer("one");
        script[1] = failure(ErrorKind.SERVER_ERROR);
        script[2] = answer("two");
        script[3] = failure(ErrorKind.CONNECT_FAILED);
        System.arraycopy(then, 0, script, 4, then.length);
        ChatEngine engine = guarded(new ScriptedEngine(script));
        for (int i = 0; i < 4; i++) {
            assertThat(ask(engine)).isDone();
        }
        return engine;
    }

    private static int requests(ChatEngine engine) {
        return engine.unwrap(ScriptedEngine.class).orElseThrow().requests.get();
    }

    @Test
    void halfOfTheAttemptsFailingOpensIt() {
        ChatEngine engine = opened(answer("late"));
        clock.advance(Duration.ofSeconds(10));

        LlmException refusal = failureOf(ask(engine));

        assertThat(refusal).isInstanceOf(LimitExceededException.class).hasMessageContaining("fake:model");
        assertThat(refusal.reason()).isEqualTo("breaker_open");
        assertThat(refusal.advice()).isEqualTo(Advice.NEXT_TARGET);
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(20).plusMillis(1));
        assertThat(requests(engine)).isEqualTo(4);
    }

    @Test
    void afterTheTimeThatItNamedOneAttemptDecides() {
        ChatEngine engine = opened(silence(), answer("back"), answer("again"));
        clock.advance(failureOf(ask(engine)).retryAfter().orElseThrow());

        CompletableFuture<ChatResponse> probe = ask(engine);
        assertThat(failureOf(ask(engine)).reason()).as("one at a time").isEqualTo("breaker_open");
        probe.cancel(true);

        assertThat(ask(engine).join().text())
                .as("a cancelled one decides nothing")
                .isEqualTo("back");
        assertThat(ask(engine).join().text()).isEqualTo("again");
    }

    @Test
    void aProbeThatFailsOpensItAnew() {
        ChatEngine engine = opened(failure(ErrorKind.OVERLOADED), answer("never"));
        clock.advance(OPEN.plusMillis(1));
        assertThat(failureOf(ask(engine)).kind()).isEqualTo(ErrorKind.OVERLOADED);
        assertThat(failureOf(ask(engine)).retryAfter()).contains(OPEN.plusMillis(1));
        assertThat(requests(engine)).isEqualTo(5);
    }

    @Test
    void aStreamShowsByItsFirstContentThatTheTargetWorks() {
        ChatEngine engine = opened(silence("long", "answer"), answer("other"));
        clock.advance(OPEN.plusMillis(1));
        Listener listener = new Listener();
        engine.stream(HELLO, CallContext.of(clock)).subscribe(listener);
        listener.subscription.request(1);
        assertThat(failureOf(ask(engine)).reason())
                .as("Started alone shows nothing")
                .isEqualTo("breaker_open");
        listener.subscription.request(1);
        assertThat(ask(engine).join().text()).isEqualTo("other");
        listener.subscription.cancel();
        assertThat(ask(engine)).isCompleted();
    }

    @Test
    void whatBeganBeforeItOpenedMakesNoRoomForASecondProbe() {
        OpenEngine engine = new OpenEngine("fake:model");
        ChatEngine guarded = guarded(engine);
        CompletableFuture<ChatResponse> old = openedAmid(engine, guarded);
        var probe = ask(guarded);
        assertThat(engine.requests).hasSize(6);

        old.cancel(true);

        assertThat(failureOf(ask(guarded)).reason()).as("one at a time").isEqualTo("breaker_open");
        engine.answers(5);
        assertThat(probe).isCompleted();
        assertThat(ask(guarded)).isNotDone();
    }

    @Test
    void whatBeganBeforeItOpenedDoesNotDecideForTheProbe() {
        OpenEngine engine = new OpenEngine("fake:model");
        ChatEngine guarded = guarded(engine);
        var old = openedAmid(engine, guarded);
        var probe = ask(guarded);

        engine.requests
                .get(0)
                .fails(LlmException.builder(ErrorKind.SERVER_ERROR, "scripted").build());
        engine.answers(5);

        assertThat(old).isCompletedExceptionally();
        assertThat(probe).isCompleted();
        assertThat(breaker.toString()).contains("fake:model=CLOSED");
    }

    /** {@return a call that was under way when the breaker opened, which may let a probe through by now} */
    private CompletableFuture<ChatResponse> openedAmid(OpenEngine engine, ChatEngine guarded) {
        CompletableFuture<ChatResponse> old = ask(guarded);
        for (int i = 1; i <= 4; i++) {
            var failing = ask(guarded);
            engine.last()
                    .fails(LlmException.builder(ErrorKind.SERVER_ERROR, "scripted")
                            .build());
            assertThat(failing).isDone();
        }
        assertThat(breaker.toString()).contains("fake:model=OPEN");
        clock.advance(OPEN.plusMillis(1));
        return old;
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorKind.class,
            mode = Mode.EXCLUDE,
            names = {
                "SERVER_ERROR",
                "OVERLOADED",
                "ENDPOINT_UNAVAILABLE",
                "CONNECT_FAILED",
                "TIMEOUT",
                "STREAM_INTERRUPTED",
                "MALFORMED_RESPONSE"
            })
    void whatIsNotTheTargetsFaultNeverCounts(ErrorKind kind) {
        assertThat(staysClosedAfter(LlmException.builder(kind, "scripted").build()))
                .isTrue();
    }

    @Test
    void timeoutsCountByWhoWasSilent() {
        assertThat(staysClosedAfter(timeout("first_token", Phase.FIRST_TOKEN))).isFalse();
        assertThat(staysClosedAfter(timeout("deadline", Phase.FIRST_TOKEN)))
                .as("a deadline that nobody can keep")
                .isTrue();
        assertThat(staysClosedAfter(timeout("deadline", Phase.LOCAL)))
                .as("a queue of ours")
                .isTrue();
        assertThat(staysClosedAfter(LlmException.builder(ErrorKind.MALFORMED_RESPONSE, "scripted")
                        .reason("internal")
                        .build()))
                .as("a fault of the driver's")
                .isTrue();
    }

    @Test
    void aDeadlineAfterAMinuteOfSilenceCounts() {
        LateEngine engine = new LateEngine();
        ChatEngine guarded = guarded(engine);
        for (int i = 0; i < 4; i++) {
            var asked = ask(guarded);
            clock.advance(Duration.ofSeconds(60));
            engine.pending.completeExceptionally(timeout("deadline", Phase.FIRST_TOKEN));
            assertThat(asked).isDone();
        }
        assertThat(failureOf(ask(guarded)).reason()).isEqualTo("breaker_open");
    }

    @Test
    void theMinuteIsTheTargetsNotThatOfAQueue() {
        LateEngine engine = new LateEngine();
        ConcurrencyLimit place = ConcurrencyLimit.of("one", 1, Duration.ofMinutes(2));
        ChatEngine guarded =
                Resilience.builder().breaker(breaker).concurrency(place).build().over(engine);
        for (int i = 0; i < 4; i++) {
            ask(guarded);
            CompletableFuture<ChatResponse> before = engine.pending;
            var asked = ask(guarded);
            clock.advance(Duration.ofSeconds(59));
            before.completeExceptionally(timeout("deadline", Phase.LOCAL));
            clock.advance(Duration.ofSeconds(2));
            engine.pending.completeExceptionally(timeout("deadline", Phase.FIRST_TOKEN));
            assertThat(asked).isDone();
        }
        assertThat(breaker.toString()).contains("fake:model=CLOSED");
    }

    @Test
    void anAddressOfTheCallsOwnIsAnotherTarget() {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.CONNECT_FAILED));
        ChatRequest elsewhere = HELLO.toBuilder()
                .callOptions(CallOptions.builder()
                        .baseUrl(URI.create("http://localhost:1"))
                        .build())
                .build();
        for (int i = 0; i < 8; i++) {
            guarded(engine).generate(elsewhere, CallContext.of(clock));
        }
        assertThat(ask(guarded(new ScriptedEngine(answer("fine")))).join().text())
                .isEqualTo("fine");
        assertThat(opened().generate(elsewhere, CallContext.of(clock)).isCompletedExceptionally())
                .as("the script's end repeats")
                .isTrue();
    }

    @Test
    void everyTargetIsJudgedByItself() {
        ChatEngine down = opened();
        ScriptedEngine other = new ScriptedEngine(answer("fine")) {
            @Override
            public ModelRef ref() {
                return ModelRef.parse("fake:other");
            }
        };
        assertThat(failureOf(ask(down)).reason()).isEqualTo("breaker_open");
        assertThat(ask(guarded(other)).join().text()).isEqualTo("fine");
        assertThat(breaker.toString()).contains("fake:model=OPEN").contains("fake:other=CLOSED");
    }

    @Test
    void nothingWaitsOnARealClock() {
        ChatEngine engine = opened();
        assertThat(failureOf(ask(engine)).reason()).isEqualTo("breaker_open");
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> Breaker.builder().failureRate(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Breaker.builder().failureRate(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Breaker.builder().window(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Breaker.builder().minimumCalls(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Breaker.builder().openFor(Duration.ofNanos(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Breaker.standard()).hasToString("Breaker[BreakerGate{}]");
    }

    private boolean staysClosedAfter(LlmException failure) {
        Breaker fresh = Breaker.builder().window(4).minimumCalls(4).build();
        Step[] script = new Step[8];
        Arrays.fill(script, failure(failure));
        ScriptedEngine engine = new ScriptedEngine(script);
        ChatEngine guarded = Resilience.builder().breaker(fresh).build().over(engine);
        for (int i = 0; i < 8; i++) {
            assertThat(ask(guarded)).isDone();
        }
        return engine.requests.get() == 8;
    }

    private static LlmException timeout(String reason, Phase phase) {
        return LlmException.builder(ErrorKind.TIMEOUT, "scripted")
                .reason(reason)
                .phase(phase)
                .build();
    }

    private static LlmException failureOf(CompletableFuture<?> future) {
        assertThat(future).isDone();
        return LlmException.of(future.handle((answer, failure) -> failure).join());
    }

    /** Answers when the test says so. */
    private static final class LateEngine extends ScriptedEngine {
        private CompletableFuture<ChatResponse> pending = new CompletableFuture<>();

        @Override
        public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
            AttemptLedger.Entry entry = call.beginAttempt(REF);
            pending = new CompletableFuture<>();
            return pending.whenComplete((answer, failure) -> entry.failed(ErrorKind.TIMEOUT));
        }
    }
}
