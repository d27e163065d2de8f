package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static dev.llmdriver.resilience.ScriptedEngine.answer;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static dev.llmdriver.resilience.ScriptedEngine.hinted;
import static dev.llmdriver.resilience.ScriptedEngine.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.internal.RetryCourse;
import dev.llmdriver.resilience.internal.course.UnaryCourse;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.Scheduler;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnaryRetryTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final ManualScheduler clock = new ManualScheduler();
    private final List<ChatEvent.Waiting> waits = new ArrayList<>();
    private CallContext call = CallContext.of(clock, 6, waits::add);

    private CompletableFuture<ChatResponse> start(ScriptedEngine engine, RetryPolicy policy) {
        return Chains.retrying(engine, policy).generate(HELLO, call);
    }

    private LlmException errorOf(CompletableFuture<ChatResponse> future) {
        assertThat(future).isCompletedExceptionally();
        return (LlmException) future.handle((value, thrown) -> thrown).join();
    }

    @Test
    void anAnswerEndsTheCall() {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.SERVER_ERROR), answer("hi"));

        CompletableFuture<ChatResponse> future = start(engine, RetryPolicy.defaults());
        clock.advance(LONG);

        assertThat(future.join().text()).isEqualTo("hi");
        assertThat(future.join().attempts()).hasSize(2);
        assertThat(engine.purposes(call)).containsExactly(Attempt.Purpose.FIRST, Attempt.Purpose.RETRY);
        assertThat(engine.requests).hasValue(2);
    }

    @Test
    void aTimeThatIsPastSaysNothing() {
        ScriptedEngine engine =
                new ScriptedEngine(failure(hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(-1))), answer("hi"));
        var spent = Chains.retrying(engine, RetryPolicy.defaults(), RetryBudget.of(0))
                .generate(HELLO, call);
        clock.advance(LONG);

        assertThat(errorOf(spent).kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(engine.requests).as("a retry of our own needs a token").hasValue(1);
    }

    @Test
    void aSourceOfChanceThatFailsEndsTheCall() {
        RetryPolicy unlucky = RetryPolicy.builder()
                .random(() -> {
                    throw new IllegalStateException("scripted");
                })
                .build();

        LlmException error = errorOf(start(new ScriptedEngine(failure(ErrorKind.SERVER_ERROR)), unlucky));

        assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
        assertThat(error).hasRootCauseMessage("scripted");
        assertThat(error.attempts()).hasSize(1);
    }

    /** A wait may be over before the thread that began it goes on. */
    @Test
    void aCancelReachesTheTryAfterAWaitOfNothing() {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.SERVER_ERROR), silence());
        Scheduler hasty = new Scheduler() {
            @Override
            public Instant now() {
                return clock.now();
            }

            @Override
            public long nanoTime() {
                return clock.nanoTime();
            }

            @Override
            public Alarm schedule(Duration delay, Runnable task) {
                Thread other = new Thread(task);
                other.start();
                assertThatCode(other::join).doesNotThrowAnyException();
                return () -> {};
            }
        };
        call = CallContext.of(hasty, 6, waits::add);

        CompletableFuture<ChatResponse> future = start(engine, RetryPolicy.defaults());
        future.cancel(true);

        assertThat(engine.requests).hasValue(2);
        assertThat(engine.cancels).hasPositiveValue();
    }

    @Test
    void threeTriesAreAllAndTheErrorListsThem() {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.OVERLOADED));

        CompletableFuture<ChatResponse> future = start(engine, RetryPolicy.defaults());
        clock.advance(LONG);

        assertThat(engine.requests).hasValue(3);
        assertThat(errorOf(future).kind()).isEqualTo(ErrorKind.OVERLOADED);
        assertThat(errorOf(future).attempts())
                .hasSize(3)
                .allSatisfy(attempt -> assertThat(attempt.error()).contains(ErrorKind.OVERLOADED));
    }

    @Test
    void theCapOfTheCallCountsToo() {
        call = CallContext.of(clock, 2, waits::add);
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.OVERLOADED));

        var unused = start(engine, RetryPolicy.builder().maxAttempts(5).build());
        clock.advance(LONG);

        assertThat(engine.requests).hasValue(2);
    }

    @Test
    void aConnectionThatFailedIsATryWithoutAnAttempt() {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.CONNECT_FAILED));

        CompletableFuture<ChatResponse> future = start(engine, RetryPolicy.defaults());
        clock.advance(LONG);

        assertThat(engine.requests).hasValue(3);
        assertThat(errorOf(future).attempts()).isEmpty();
    }

    @Test
    void theClassicScheduleMakesSixRequestsAtExactTimes() {
        List<Duration> delays =
                Stream.of(1, 2, 4, 8, 16).map(Duration::ofSeconds).toList();
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.SERVER_ERROR));

        var unused = start(engine, RetryPolicy.builder().delays(delays).build());
        clock.advance(LONG);

        assertThat(engine.sentAt.stream().map(nanos -> nanos / 1_000_000_000L))
                .containsExactly(0L, 1L, 3L, 7L, 15L, 31L);
        assertThat(waits).extracting(wait -> wait.estimate().orElseThrow()).isEqualTo(delays);
    }

    @Test
    void moreDelaysThanTheUsualCapRaiseIt() {
        List<Duration> eight =
                Stream.generate(() -> Duration.ofSeconds(1)).limit(8).toList();
        assertThat(RetryPolicy.builder().delays(eight).build().callCap()).isEqualTo(9);
        assertThat(RetryPolicy.defaults().callCap()).isEqualTo(6);
    }

    @Test
    void aHintIsHonouredAndNeverShortened() {
        for (int round = 0; round < 200; round++) {
            ManualScheduler fresh = new ManualScheduler();
            ScriptedEngine engine =
                    new ScriptedEngine(failure(hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(3))), answer("hi"));
            CallContext own = CallContext.of(fresh);
            var unused = Chains.retrying(engine, RetryPolicy.defaults()).generate(HELLO, own);

            fresh.advance(LONG);

            assertThat(engine.sentAt.get(1)).isBetween(3_000_000_000L, 3_300_000_000L);
            assertThat(own.ledger().attempts().get(1).waited()).isEqualTo(Duration.ofNanos(engine.sentAt.get(1)));
        }
    }

    @Test
    void twoHintsAreWaitedOutOneAfterTheOther() {
        ScriptedEngine.Step busy = failure(hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(3)));
        ScriptedEngine engine = new ScriptedEngine(busy, busy, answer("hi"));

        CompletableFuture<ChatResponse> future = start(engine, RetryPolicy.defaults());
        clock.advance(Duration.ofMillis(6600));

        assertThat(future.join().text()).isEqualTo("hi");
        assertThat(engine.sentAt.get(1)).isBetween(3_000_000_000L, 3_300_000_000L);
        assertThat(engine.sentAt.get(2) - engine.sentAt.get(1)).isBetween(3_000_000_000L, 3_300_000_000L);
    }

    /** As the keys of a pool do, beneath. */
    @Test
    void requestsThatOthersSendToTheTargetCountAsItsTries() {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.OVERLOADED)) {
            @Override
            public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext attempt) {
                attempt.with(CallContext.PURPOSE, Attempt.Purpose.ROTATE)
                        .beginAttempt(REF)
                        .failed(ErrorKind.OVERLOADED);
                return super.generate(request, attempt);
            }
        };

        CompletableFuture<ChatResponse> future = start(engine, RetryPolicy.defaults());
        clock.advance(LONG);

        assertThat(engine.requests).hasValue(2);
        assertThat(errorOf(future).attempts()).hasSize(4);
    }

    @Test
    void aHintBeatsTheScheduleOfDelays() {
        ScriptedEngine engine =
                new ScriptedEngine(failure(hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(10))), answer("hi"));

        var unused = start(
                engine,
                RetryPolicy.builder().delays(List.of(Duration.ofSeconds(1))).build());
        clock.advance(Duration.ofMillis(9999));

        assertThat(engine.requests).hasValue(1);
    }

    @Test
    void aHintBeyondThirtySecondsFailsAtOnceAndIsKept() {
        ScriptedEngine engine = new ScriptedEngine(failure(hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(31))));

        CompletableFuture<ChatResponse> future = start(engine, RetryPolicy.defaults());

        assertThat(errorOf(future).retryAfter()).contains(Duration.ofSeconds(31));
        assertThat(clock.pendingAlarms()).isZero();
        assertThat(waits).isEmpty();
    }

    @Test
    void aHintBeyondTheDeadlineFailsAtOnce() {
        call.startDeadline(Duration.ofSeconds(5));
        ScriptedEngine engine = new ScriptedEngine(failure(hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(6))));

        assertThat(start(engine, RetryPolicy.defaults())).isCompletedExceptionally();
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void aBackoffThatWouldPassTheDeadlineFailsAtOnce() {
        call.startDeadline(Duration.ofSeconds(3));
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.SERVER_ERROR));
        List<Duration> delays = List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

        CompletableFuture<ChatResponse> future =
                start(engine, RetryPolicy.builder().delays(delays).build());
        clock.advance(Duration.ofSeconds(1));

        assertThat(errorOf(future).attempts()).hasSize(2);
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void aHintOfZeroIsNoLicenceToHammer() {
        ScriptedEngine engine = new ScriptedEngine(failure(hinted(ErrorKind.RATE_LIMITED, Duration.ZERO)));

        var unused = start(
                engine,
                RetryPolicy.builder().delays(List.of(Duration.ofSeconds(1))).build());

        assertThat(clock.untilNextAlarm()).contains(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void onlyWhatIsAdvisedIsTriedAgain(ErrorKind kind) {
        ScriptedEngine engine = new ScriptedEngine(failure(kind));

        CompletableFuture<ChatResponse> future = start(engine, RetryPolicy.defaults());
        clock.advance(LONG);

        boolean advised = kind.advice() == Advice.RETRY || kind.advice() == Advice.WAIT_THEN_RETRY;
        // A loading model is waited for by somebody else.
        assertThat(engine.requests.get() > 1).isEqualTo(advised && kind != ErrorKind.MODEL_LOADING);
        assertThat(errorOf(future).kind()).isEqualTo(kind);
    }

    @Test
    void theAdviceOfTheErrorBeatsThatOfItsKind() {
        LlmException hopeless = LlmException.builder(ErrorKind.SERVER_ERROR, "scripted")
                .advice(Advice.STOP)
                .build();
        ScriptedEngine engine = new ScriptedEngine(failure(hopeless));

        var unused = start(engine, RetryPolicy.defaults());

        assertThat(engine.requests).hasValue(1);
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void cancelWhileWaitingStopsTheClockAndSendsNothing() {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.SERVER_ERROR));
        CompletableFuture<ChatResponse> future = start(engine, RetryPolicy.defaults());
        assertThat(clock.pendingAlarms()).isEqualTo(1);

        future.thenApply(ChatResponse::text).cancel(true);
        assertThat(clock.pendingAlarms()).isZero();
        clock.advance(LONG);

        assertThat(engine.requests).hasValue(1);
    }

    @Test
    void cancelReachesTheRequestUnderWay() {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.SERVER_ERROR), silence());
        CompletableFuture<ChatResponse> future = start(engine, RetryPolicy.defaults());
        clock.advance(LONG);
        assertThat(engine.requests).hasValue(2);

        future.cancel(true);

        assertThat(engine.cancels.get()).isPositive();
        assertThat(engine.requests).hasValue(2);
    }

    @Test
    void nothingIsTriedAgainAfterContentHasReachedTheCaller() {
        call.commit();
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.SERVER_ERROR));

        assertThat(start(engine, RetryPolicy.defaults())).isCompletedExceptionally();
        assertThat(engine.requests).hasValue(1);
    }

    @Test
    void anEngineThatThrowsFailsTheCallInsteadOfLosingIt() {
        CompletableFuture<ChatResponse> future = UnaryCourse.start(
                new RetryCourse<>("target", ScriptedEngine.REF, RetryPolicy.defaults(), RetryBudget.standard(), call),
                (target, attempt) -> {
                    throw new IllegalStateException("closed");
                });

        assertThat(errorOf(future)).hasRootCauseMessage("closed");
    }

    @Test
    void aListenerThatThrowsDoesNotLoseTheCall() {
        call = CallContext.of(clock, 6, waiting -> {
            throw new IllegalStateException("listener");
        });
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.SERVER_ERROR), answer("hi"));

        CompletableFuture<ChatResponse> future = start(engine, RetryPolicy.defaults());
        clock.advance(LONG);

        assertThat(future.join().text()).isEqualTo("hi");
    }
}
