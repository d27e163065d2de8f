package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static dev.llmdriver.resilience.ScriptedEngine.answer;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static dev.llmdriver.resilience.ScriptedEngine.hinted;
import static dev.llmdriver.resilience.ScriptedEngine.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.llmdriver.Attempt.Purpose;
import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Message;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Secret;
import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.error.StreamInterruptedException;
import dev.llmdriver.error.TargetsExhaustedException;
import dev.llmdriver.resilience.ScriptedEngine.Step;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.testkit.ManualScheduler;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FallbackTest {
    private final ManualScheduler clock = new ManualScheduler();
    private final CallContext call = CallContext.of(clock);
    private final Listener listener = new Listener();

    private static ScriptedEngine target(String ref, Step... script) {
        return new ScriptedEngine(ModelRef.parse(ref), script);
    }

    private static Resilience.Builder retrying() {
        return Resilience.builder()
                .coldStart(ColdStart.standard())
                .retry(
                        RetryPolicy.builder()
                                .delays(List.of(Duration.ofSeconds(1)))
                                .maxAttempts(3)
                                .build(),
                        RetryBudget.standard());
    }

    private static ChatEngine chain(FallbackPolicy policy, ScriptedEngine first, ScriptedEngine... others) {
        Resilience each = retrying().build();
        List<ChatEngine> rest = Stream.of(others).map(each::target).toList();
        return retrying().fallback(policy, rest).build().over(first);
    }

    private CompletableFuture<ChatResponse> ask(ScriptedEngine first, ScriptedEngine... others) {
        CompletableFuture<ChatResponse> future =
                chain(FallbackPolicy.defaults(), first, others).generate(HELLO, call);
        clock.advance(Duration.ofMinutes(4));
        return future;
    }

    private Listener stream(ScriptedEngine first, ScriptedEngine... others) {
        chain(FallbackPolicy.defaults(), first, others).stream(HELLO, call).subscribe(listener);
        listener.readAll();
        clock.advance(Duration.ofMinutes(4));
        return listener;
    }

    private static LlmException errorOf(CompletableFuture<ChatResponse> future) {
        assertThat(future).isCompletedExceptionally();
        return (LlmException) future.handle((value, thrown) -> thrown).join();
    }

    private List<Purpose> purposes() {
        return call.ledger().attempts().stream()
                .map(attempt -> attempt.purpose())
                .toList();
    }

    /** Two names may stand for one model, one with shorter timeouts or a smaller limit. */
    @Test
    void aTargetOfTheSameModelHasTriesOfItsOwn() {
        ScriptedEngine first = target("a:one", failure(ErrorKind.OVERLOADED));
        ScriptedEngine second =
                target("a:one", failure(ErrorKind.OVERLOADED), failure(ErrorKind.OVERLOADED), answer("hi"));

        assertThat(ask(first, second)).isCompleted();
        assertThat(purposes())
                .containsExactly(
                        Purpose.FIRST, Purpose.RETRY, Purpose.RETRY, Purpose.FALLBACK, Purpose.RETRY, Purpose.RETRY);
    }

    @Test
    void theNextTargetAnswersWhenTheFirstGivesUp() {
        ScriptedEngine first = target("a:one", failure(ErrorKind.OVERLOADED));
        ScriptedEngine second = target("b:two", answer("hi"));

        ChatResponse response = ask(first, second).join();

        assertThat(response.ref()).isEqualTo(second.ref());
        assertThat(purposes()).containsExactly(Purpose.FIRST, Purpose.RETRY, Purpose.RETRY, Purpose.FALLBACK);
        assertThat(response.attempts().get(3).ref()).isEqualTo(second.ref());
        assertThat(chain(FallbackPolicy.defaults(), first, second).ref()).isEqualTo(first.ref());
    }

    @Test
    void aHintThatIsTooLongIsNotSleptOn() {
        ScriptedEngine first = target("a:one", failure(hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(31))));
        ScriptedEngine second = target("b:two", answer("hi"));

        CompletableFuture<ChatResponse> future =
                chain(FallbackPolicy.defaults(), first, second).generate(HELLO, call);

        assertThat(future).isCompleted();
        assertThat(second.sentAt).containsExactly(0L);
    }

    @Test
    void aStreamThatBreaksBeforeItsContentFallsOverOutOfSight() {
        LlmException cut = LlmException.builder(ErrorKind.STREAM_INTERRUPTED, "cut")
                .advice(Advice.NEXT_TARGET)
                .build();
        ScriptedEngine first = target("a:one", failure(cut));
        ScriptedEngine second = target("b:two", answer("hi", "there"));

        stream(first, second);

        assertThat(listener.kinds()).containsExactly("Started", "TextDelta", "TextDelta", "Finished");
        assertThat(listener.completed).isTrue();
        ChatEvent.Finished finished = (ChatEvent.Finished) listener.events.get(3);
        assertThat(finished.response().ref()).isEqualTo(second.ref());
        assertThat(finished.response().attempts()).hasSize(2);
    }

    @Test
    void aStreamThatBreaksWhenItHasBegunFallsOverOutOfSight() {
        LlmException cut = LlmException.builder(ErrorKind.STREAM_INTERRUPTED, "cut")
                .advice(Advice.NEXT_TARGET)
                .build();
        ScriptedEngine first = target("a:one", failure(cut, ""));
        ScriptedEngine second = target("b:two", answer("hi"));

        stream(first, second);

        assertThat(listener.kinds()).containsExactly("Started", "Started", "TextDelta", "Finished");
        assertThat(listener.completed).isTrue();
        assertThat(List.of(first.requests.get(), second.requests.get())).containsExactly(1, 1);
    }

    @Test
    void aStreamThatBreaksAfterItsContentDoesNot() {
        LlmException cut = LlmException.builder(ErrorKind.STREAM_INTERRUPTED, "cut")
                .partial(PartialAnswer.of(Message.assistant("half")))
                .build();
        ScriptedEngine first = target("a:one", failure(cut, "half"));
        ScriptedEngine second = target("b:two", answer("hi"));

        stream(first, second);

        assertThat(listener.text()).isEqualTo("half");
        assertThat(listener.failure)
                .isInstanceOfSatisfying(
                        StreamInterruptedException.class,
                        error ->
                                assertThat(error.partial().orElseThrow().text()).isEqualTo("half"));
        assertThat(first.requests).hasValue(1);
        assertThat(second.requests).hasValue(0);
    }

    @Test
    void noCombinationPassesTheCapOfTheCall() {
        ScriptedEngine first = target("a:one", failure(ErrorKind.OVERLOADED));
        ScriptedEngine second = target("b:two", failure(ErrorKind.OVERLOADED));
        ScriptedEngine third = target("c:three", answer("never"));

        LlmException error = errorOf(ask(first, second, third));

        assertThat(error).isInstanceOf(TargetsExhaustedException.class);
        assertThat(error.attempts()).hasSize(6);
        assertThat(third.requests).hasValue(0);
    }

    @Test
    void theErrorOfAllNamesEveryoneAndTheSoonest() {
        ScriptedEngine first = target("a:one", failure(hinted(ErrorKind.QUOTA_EXHAUSTED, Duration.ofHours(3))));
        ScriptedEngine second = target("b:two", failure(hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(90))));

        LlmException error = errorOf(ask(first, second));

        assertThat(error.kind()).isEqualTo(ErrorKind.TARGETS_EXHAUSTED);
        assertThat(error).hasMessageContaining("a:one (quota_exhausted), b:two (rate_limited)");
        assertThat(((LlmException) error.getCause()).kind()).isEqualTo(ErrorKind.QUOTA_EXHAUSTED);
        assertThat(error.getSuppressed())
                .singleElement()
                .satisfies(other -> assertThat(((LlmException) other).kind()).isEqualTo(ErrorKind.RATE_LIMITED));
        assertThat(error.retryAfter()).contains(Duration.ofSeconds(90));
        assertThat(error.advice()).isEqualTo(Advice.WAIT_THEN_RETRY);
        assertThat(error.attempts()).hasSize(2);
        assertThat(error.provider()).contains("a");
    }

    @Test
    void theSoonestIsCountedFromTheEnd() {
        ScriptedEngine first = target("a:one", failure(hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(40))));
        ScriptedEngine second = target(
                "b:two",
                failure(ErrorKind.SERVER_ERROR),
                failure(LlmException.builder(ErrorKind.QUOTA_EXHAUSTED, "scripted")
                        .build()));

        assertThat(errorOf(ask(first, second)).retryAfter()).contains(Duration.ofSeconds(39));
    }

    @Test
    void whereNobodyComesBackTheAdviceIsToStop() {
        LlmException error = errorOf(ask(
                target("a:one", failure(ErrorKind.MODEL_NOT_FOUND)),
                target("b:two", failure(ErrorKind.MODEL_RETIRED))));

        assertThat(error.advice()).isEqualTo(Advice.STOP);
        assertThat(error.retryAfter()).isEmpty();
    }

    @Test
    void anErrorThatIsNotEligibleIsTheCallsOwn() {
        ScriptedEngine second = target("b:two", answer("never"));

        assertThat(errorOf(ask(target("a:one", failure(ErrorKind.AUTHENTICATION)), second))
                        .kind())
                .isEqualTo(ErrorKind.AUTHENTICATION);
        assertThat(second.requests).hasValue(0);
    }

    @Test
    void anErrorThatIsNotEligibleLaterKeepsThoseBeforeIt() {
        LlmException error = errorOf(ask(
                target("a:one", failure(ErrorKind.MODEL_NOT_FOUND)),
                target("b:two", failure(ErrorKind.CONTENT_BLOCKED)),
                target("c:three", answer("never"))));

        assertThat(error.kind()).isEqualTo(ErrorKind.CONTENT_BLOCKED);
        assertThat(error.attempts()).hasSize(2);
        assertThat(error.getSuppressed())
                .singleElement()
                .satisfies(before -> assertThat(((LlmException) before).kind()).isEqualTo(ErrorKind.MODEL_NOT_FOUND));
    }

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void theAdviceDecides(ErrorKind kind) {
        ScriptedEngine second = target("b:two", answer("hi"));
        boolean advised = List.of(Advice.NEXT_TARGET, Advice.RETRY, Advice.WAIT_THEN_RETRY)
                .contains(kind.advice());

        CompletableFuture<ChatResponse> future = ask(target("a:one", failure(kind)), second);

        assertThat(future.isCompletedExceptionally()).isEqualTo(!advised);
        assertThat(second.requests).hasValue(advised ? 1 : 0);
    }

    @Test
    void thePolicyDecidesOtherwiseByKind() {
        FallbackPolicy policy = FallbackPolicy.builder()
                .on(ErrorKind.CONTEXT_LENGTH)
                .notOn(ErrorKind.QUOTA_EXHAUSTED)
                .build();
        ScriptedEngine second = target("b:two", answer("hi"));

        var longer = chain(policy, target("a:one", failure(ErrorKind.CONTEXT_LENGTH)), second)
                .generate(HELLO, call);
        var spent = chain(policy, target("a:one", failure(ErrorKind.QUOTA_EXHAUSTED)), second)
                .generate(HELLO, CallContext.of(clock));

        assertThat(longer).isCompleted();
        assertThat(errorOf(spent).kind()).isEqualTo(ErrorKind.QUOTA_EXHAUSTED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FallbackPolicy.builder().on(ErrorKind.CANCELLED));
    }

    @Test
    void aDeadlineThatIsOverEndsTheCall() {
        ScriptedEngine second = target("b:two", answer("never"));
        ScriptedEngine first = target("a:one", silence());
        ChatRequest hasty = HELLO.toBuilder().deadline(Duration.ofSeconds(5)).build();

        var future = chain(FallbackPolicy.defaults(), first, second).generate(hasty, call);
        clock.advance(Duration.ofMinutes(1));

        assertThat(errorOf(future).kind()).isEqualTo(ErrorKind.TIMEOUT);
        assertThat(first.cancels.get()).isPositive();
        assertThat(second.requests).hasValue(0);
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void cancelReachesTheTargetThatIsAsked() {
        ScriptedEngine second = target("b:two", silence());
        ScriptedEngine third = target("c:three", answer("never"));
        var future = ask(target("a:one", failure(ErrorKind.QUOTA_EXHAUSTED)), second, third);
        assertThat(second.requests).as("the deadline is not over").hasValue(1);

        future.cancel(true);

        assertThat(second.cancels.get()).isPositive();
        assertThat(third.requests).hasValue(0);
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void aLoadingModelIsWaitedForUnlessThePolicySaysOtherwise() {
        Step loads = failure(hinted(ErrorKind.MODEL_LOADING, Duration.ofSeconds(20)));
        ScriptedEngine patient = target("a:one", loads, answer("hi"));
        assertThat(ask(patient, target("b:two", answer("never"))).join().ref()).isEqualTo(patient.ref());

        ScriptedEngine second = target("b:two", loads, answer("hi"));
        CallContext other = CallContext.of(clock);
        long from = clock.nanoTime();
        var future = chain(FallbackPolicy.builder().waitForLoading(false).build(), target("a:one", loads), second)
                .generate(HELLO, other);
        assertThat(second.sentAt).as("the next target is asked at once").containsExactly(from);
        clock.advance(Duration.ofSeconds(22));

        assertThat(future.join().ref()).as("the last one is waited for").isEqualTo(second.ref());
    }

    @Test
    void keysOfTheCallDoNotReachAnotherProvider() {
        CallOptions own = CallOptions.builder()
                .apiKey(Secret.of("planted"))
                .baseUrl(URI.create("https://own.example"))
                .header("X-Own", "planted")
                .build();
        ScriptedEngine first = target("a:one", failure(ErrorKind.QUOTA_EXHAUSTED));
        ScriptedEngine same = target("a:two", failure(ErrorKind.QUOTA_EXHAUSTED));
        ScriptedEngine foreign = target("b:three", answer("hi"));

        var unused = chain(FallbackPolicy.defaults(), first, same, foreign)
                .generate(HELLO.toBuilder().callOptions(own).build(), call);

        assertThat(same.seen.get(0).callOptions()).isEqualTo(own);
        CallOptions passed = foreign.seen.get(0).callOptions();
        assertThat(passed.apiKey()).isEmpty();
        assertThat(passed.baseUrl()).isEmpty();
        assertThat(passed.headers()).isEmpty();
    }

    @Test
    void withoutOthersNothingChanges() {
        ScriptedEngine only = target("a:one", failure(ErrorKind.QUOTA_EXHAUSTED));

        assertThat(errorOf(ask(only)).kind()).isEqualTo(ErrorKind.QUOTA_EXHAUSTED);
    }
}
