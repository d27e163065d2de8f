package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static dev.llmdriver.resilience.ScriptedEngine.REF;
import static dev.llmdriver.resilience.ScriptedEngine.answer;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static dev.llmdriver.resilience.ScriptedEngine.hinted;
import static dev.llmdriver.resilience.ScriptedEngine.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.internal.RetryCourse;
import dev.llmdriver.resilience.internal.course.StreamCourse;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamRetryTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final RetryPolicy EVERY_SECOND = RetryPolicy.builder()
            .delays(List.of(Duration.ofSeconds(1)))
            .maxAttempts(3)
            .build();

    private final ManualScheduler clock = new ManualScheduler();
    private final List<ChatEvent.Waiting> waits = new ArrayList<>();
    private final CallContext call = CallContext.of(clock, 6, waits::add);
    private final Listener listener = new Listener();

    private Listener subscribe(ScriptedEngine engine) {
        Chains.retrying(engine, EVERY_SECOND).stream(HELLO, call).subscribe(listener);
        return listener;
    }

    private LlmException error() {
        return (LlmException) listener.failure;
    }

    @Test
    void nothingIsSentBeforeSomebodySubscribes() {
        ScriptedEngine engine = new ScriptedEngine(answer("hi"));

        Chains.retrying(engine, EVERY_SECOND).stream(HELLO, call);

        assertThat(engine.requests).hasValue(0);
        assertThatNullPointerException()
                .isThrownBy(() -> Chains.retrying(engine, EVERY_SECOND).stream(HELLO, call)
                        .subscribe(null));
    }

    @Test
    void aSourceOfChanceThatFailsEndsTheStream() {
        RetryPolicy unlucky = RetryPolicy.builder()
                .random(() -> {
                    throw new IllegalStateException("scripted");
                })
                .build();
        Chains.retrying(new ScriptedEngine(failure(ErrorKind.OVERLOADED)), unlucky).stream(HELLO, call)
                .subscribe(listener);

        listener.readAll();

        assertThat(error()).hasRootCauseMessage("scripted");
        assertThat(error().attempts()).hasSize(1);
    }

    @Test
    void aFailureBeforeContentIsTriedAgainOutOfSight() {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.OVERLOADED), answer("a", "b"));

        subscribe(engine).readAll();
        clock.advance(LONG);

        assertThat(listener.kinds()).containsExactly("Waiting", "Started", "TextDelta", "TextDelta", "Finished");
        assertThat(listener.completed).isTrue();
        assertThat(engine.purposes(call)).containsExactly(Attempt.Purpose.FIRST, Attempt.Purpose.RETRY);
        ChatEvent.Finished finished = (ChatEvent.Finished) listener.events.get(4);
        assertThat(finished.response().attempts()).hasSize(2);
    }

    @Test
    void startedDoesNotCommit() {
        LlmException cut =
                LlmException.builder(ErrorKind.STREAM_INTERRUPTED, "cut").build();
        ListPublisher startsOnly = new ListPublisher(
                List.of(new ChatEvent.Started(REF)), cut, false, new java.util.concurrent.atomic.AtomicInteger());
        ScriptedEngine second = new ScriptedEngine(answer("hi"));
        List<Flow.Publisher<ChatEvent>> tries = new ArrayList<>(List.of(startsOnly, second.stream(HELLO, call)));

        StreamCourse.start(
                new RetryCourse<>("target", ScriptedEngine.REF, EVERY_SECOND, RetryBudget.standard(), call),
                (target, attempt) -> tries.remove(0),
                listener);
        listener.readAll();
        clock.advance(LONG);

        assertThat(listener.kinds()).containsExactly("Started", "Waiting", "Started", "TextDelta", "Finished");
    }

    @Test
    void aFailureAfterContentIsTheCallers() {
        LlmException cut =
                LlmException.builder(ErrorKind.STREAM_INTERRUPTED, "cut").build();
        ScriptedEngine engine = new ScriptedEngine(failure(cut, "half"));

        subscribe(engine).readAll();
        clock.advance(LONG);

        assertThat(engine.requests).hasValue(1);
        assertThat(listener.text()).isEqualTo("half");
        assertThat(error().kind()).isEqualTo(ErrorKind.STREAM_INTERRUPTED);
        assertThat(error().attempts()).hasSize(1);
        assertThat(call.isCommitted()).isTrue();
        assertThat(waits).isEmpty();
    }

    @Test
    void theLastFailureListsEveryAttempt() {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.OVERLOADED));

        subscribe(engine).readAll();
        clock.advance(LONG);

        assertThat(engine.requests).hasValue(3);
        assertThat(error().attempts()).hasSize(3);
        assertThat(listener.kinds()).containsExactly("Waiting", "Waiting");
    }

    @Test
    void everyTimeIsTakenFromTheHint() {
        ScriptedEngine engine =
                new ScriptedEngine(failure(hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(3))), answer("hi"));

        subscribe(engine).readAll();
        ChatEvent.Waiting waiting = (ChatEvent.Waiting) listener.events.get(0);
        clock.advance(LONG);

        assertThat(waiting.reason()).isEqualTo(ChatEvent.WaitReason.RETRY_AFTER);
        assertThat(waiting.estimate().orElseThrow()).isBetween(Duration.ofSeconds(3), Duration.ofMillis(3300));
        assertThat(Duration.ofNanos(engine.sentAt.get(1)))
                .isEqualTo(waiting.estimate().orElseThrow());
        assertThat(waits).containsExactly(waiting);
    }

    @Test
    void twoHintsAreWaitedOutOneAfterTheOther() {
        ScriptedEngine.Step busy = failure(hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(3)));
        ScriptedEngine engine = new ScriptedEngine(busy, busy, answer("hi"));

        subscribe(engine).readAll();
        clock.advance(Duration.ofMillis(6600));

        assertThat(listener.completed).isTrue();
        assertThat(engine.sentAt.get(1)).isBetween(3_000_000_000L, 3_300_000_000L);
        assertThat(engine.sentAt.get(2) - engine.sentAt.get(1)).isBetween(3_000_000_000L, 3_300_000_000L);
    }

    @Test
    void theClassicScheduleMakesSixRequestsAtExactTimes() {
        List<Duration> delays =
                Stream.of(1, 2, 4, 8, 16).map(Duration::ofSeconds).toList();
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.SERVER_ERROR));

        Chains.retrying(engine, RetryPolicy.builder().delays(delays).build()).stream(HELLO, call)
                .subscribe(listener);
        listener.readAll();
        clock.advance(LONG);

        assertThat(engine.sentAt.stream().map(nanos -> nanos / 1_000_000_000L))
                .containsExactly(0L, 1L, 3L, 7L, 15L, 31L);
        assertThat(error().attempts()).hasSize(6);
    }

    @Test
    void eventsKeepToTheDemandAcrossTries() {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.OVERLOADED), answer("a", "b"));
        subscribe(engine);

        for (int asked = 1; asked <= 5; asked++) {
            listener.subscription.request(1);
            clock.advance(Duration.ofSeconds(1));
            assertThat(listener.events).hasSize(asked);
        }

        assertThat(listener.kinds()).containsExactly("Waiting", "Started", "TextDelta", "TextDelta", "Finished");
        assertThat(listener.completed).isTrue();
    }

    @Test
    void demandThatATryDidNotUseIsPassedOnExactly() {
        LlmException cut =
                LlmException.builder(ErrorKind.OVERLOADED, "scripted").build();
        ListPublisher waitsInQueue = new ListPublisher(
                List.of(ChatEvent.Waiting.of(ChatEvent.WaitReason.QUEUE, Duration.ZERO), new ChatEvent.Started(REF)),
                cut,
                false,
                new java.util.concurrent.atomic.AtomicInteger());
        ScriptedEngine second = new ScriptedEngine(answer("a", "b", "c"));
        List<Flow.Publisher<ChatEvent>> tries = new ArrayList<>(List.of(waitsInQueue, second.stream(HELLO, call)));
        StreamCourse.start(
                new RetryCourse<>("target", ScriptedEngine.REF, EVERY_SECOND, RetryBudget.standard(), call),
                (target, attempt) -> tries.remove(0),
                listener);

        listener.subscription.request(5);
        clock.advance(LONG);
        assertThat(listener.kinds()).containsExactly("Waiting", "Started", "Waiting", "Started", "TextDelta");

        listener.subscription.request(3);
        assertThat(listener.kinds()).hasSize(8).endsWith("TextDelta", "TextDelta", "Finished");
    }

    @Test
    void aWaitThatNobodyAskedToHearOfIsNotToldLater() {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.OVERLOADED), answer("hi"));
        subscribe(engine);

        clock.advance(LONG);
        listener.readAll();

        assertThat(listener.kinds()).containsExactly("Started", "TextDelta", "Finished");
        assertThat(waits).hasSize(1);
    }

    @Test
    void cancelWhileWaitingStopsTheClockAndSendsNothing() {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.OVERLOADED), answer("hi"));
        subscribe(engine).readAll();

        listener.subscription.cancel();
        assertThat(clock.pendingAlarms()).isZero();
        clock.advance(LONG);

        assertThat(engine.requests).hasValue(1);
        assertThat(listener.isOver()).isFalse();
    }

    @Test
    void cancelReachesTheTryUnderWay() {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.OVERLOADED), silence("half"));
        subscribe(engine).readAll();
        clock.advance(LONG);
        assertThat(listener.text()).isEqualTo("half");

        listener.subscription.cancel();

        assertThat(engine.cancels).hasValue(1);
        assertThat(listener.isOver()).isFalse();
    }

    @Test
    void cancelWithinOnSubscribeSendsNothing() {
        ScriptedEngine engine = new ScriptedEngine(answer("hi"));
        Chains.retrying(engine, EVERY_SECOND).stream(HELLO, call).subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(10);
                subscription.cancel();
            }

            @Override
            public void onNext(ChatEvent event) {
                listener.onNext(event);
            }

            @Override
            public void onError(Throwable failure) {
                listener.onError(failure);
            }

            @Override
            public void onComplete() {
                listener.onComplete();
            }
        });

        assertThat(engine.requests).hasValue(0);
        assertThat(listener.events).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Waiting", "TextDelta"})
    void aSubscriberThatThrowsHasCancelled(String kind) {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.OVERLOADED), silence("half"));
        Chains.retrying(engine, EVERY_SECOND).stream(HELLO, call).subscribe(throwingAt(kind));

        // Whoever asked for the event may hear of it, or the future that the wait ended with.
        var unused = catchThrowable(() -> listener.readAll());
        assertThat(clock.pendingAlarms()).isEqualTo(kind.equals("Waiting") ? 0 : 1);
        clock.advance(LONG);

        assertThat(clock.pendingAlarms()).isZero();
        assertThat(engine.requests).hasValue(kind.equals("Waiting") ? 1 : 2);
        assertThat(engine.cancels).hasValue(kind.equals("Waiting") ? 0 : 1);
    }

    private Flow.Subscriber<ChatEvent> throwingAt(String kind) {
        return new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                listener.onSubscribe(subscription);
            }

            @Override
            public void onNext(ChatEvent event) {
                if (event.getClass().getSimpleName().equals(kind)) {
                    throw new IllegalStateException("scripted");
                }
            }

            @Override
            public void onError(Throwable failure) {
                listener.onError(failure);
            }

            @Override
            public void onComplete() {
                listener.onComplete();
            }
        };
    }

    @Test
    void aDemandOfNothingFailsTheStreamEvenWhileWaiting() {
        subscribe(new ScriptedEngine(failure(ErrorKind.OVERLOADED), answer("hi")));

        listener.subscription.request(0);
        clock.advance(LONG);

        assertThat(listener.failure)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3.9");
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void anEngineThatThrowsFailsTheStream() {
        StreamCourse.start(
                new RetryCourse<>("target", ScriptedEngine.REF, EVERY_SECOND, RetryBudget.standard(), call),
                (target, attempt) -> {
                    throw new IllegalStateException("closed");
                },
                listener);

        assertThat(listener.failure).hasRootCauseMessage("closed");
    }
}
