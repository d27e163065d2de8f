package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static dev.llmdriver.resilience.ScriptedEngine.silence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Message;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.resilience.internal.gate.GatedEngine;
import dev.llmdriver.spi.AnswerSoFar;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What has come of an answer is known through every decorator, and joined only where the engine does not tell. */
class PartialAnswersTest {
    private static final Duration TEN = Duration.ofSeconds(10);
    private static final RetryPolicy EVERY_SECOND =
            RetryPolicy.builder().delays(List.of(Duration.ofSeconds(1))).build();

    private final ManualScheduler clock = new ManualScheduler();
    private final CallContext call = CallContext.of(clock);
    private final Listener listener = new Listener();

    static Stream<UnaryOperator<ChatEngine>> decorators() {
        return Stream.of(
                next -> Chains.retrying(next, EVERY_SECOND),
                Chains::coldStarting,
                next -> new DeadlineEngine(next, TEN),
                next -> new GatedEngine(next, HeldGate.opened()),
                next -> new DeadlineEngine(
                        Chains.coldStarting(Chains.retrying(new GatedEngine(next, HeldGate.opened()), EVERY_SECOND)),
                        TEN));
    }

    /** Says what has come in other words than the events it passes on. */
    private static final class TellingEngine extends ScriptedEngine {
        private static final PartialAnswer TOLD = PartialAnswer.of(Message.assistant("told"));

        TellingEngine(Step... script) {
            super(script);
        }

        @Override
        public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
            return subscriber -> super.stream(request, call).subscribe(new Telling(subscriber));
        }

        private record Telling(Flow.Subscriber<? super ChatEvent> subscriber) implements Flow.Subscriber<ChatEvent> {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscriber.onSubscribe(new Told(given));
            }

            @Override
            public void onNext(ChatEvent event) {
                subscriber.onNext(event);
            }

            @Override
            public void onError(Throwable failure) {
                subscriber.onError(failure);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        }

        private record Told(Flow.Subscription good) implements Flow.Subscription, AnswerSoFar {
            @Override
            public void request(long n) {
                good.request(n);
            }

            @Override
            public void cancel() {
                good.cancel();
            }

            @Override
            public PartialAnswer soFar() {
                return TOLD;
            }
        }
    }

    private void subscribe(ChatEngine engine) {
        engine.stream(HELLO, call).subscribe(listener);
    }

    private String soFar() {
        return ((AnswerSoFar) listener.subscription).soFar().text();
    }

    @ParameterizedTest
    @MethodSource("decorators")
    void whatTheEngineTellsIsPassedOn(UnaryOperator<ChatEngine> decorator) {
        subscribe(decorator.apply(new TellingEngine(silence("a", "b"))));
        listener.readAll();
        assertThat(soFar()).isEqualTo("told");

        listener.subscription.cancel();
        assertThat(soFar()).as("after the cancel").isEqualTo("told");
    }

    @ParameterizedTest
    @MethodSource("decorators")
    void whatAnEngineDoesNotTellIsJoined(UnaryOperator<ChatEngine> decorator) {
        subscribe(decorator.apply(new ScriptedEngine(silence("a", "b", "c"))));
        assertThat(soFar()).as("before anything was asked for").isEmpty();
        listener.subscription.request(3);
        assertThat(soFar()).isEqualTo("ab");

        listener.subscription.cancel();
        assertThat(soFar()).as("after the cancel").isEqualTo("ab");
    }

    @ParameterizedTest
    @MethodSource("decorators")
    void itIsKnownAfterAFailureThatDoesNotSay(UnaryOperator<ChatEngine> decorator) {
        LlmException cut =
                LlmException.builder(ErrorKind.STREAM_INTERRUPTED, "cut").build();
        subscribe(decorator.apply(new ScriptedEngine(failure(cut, "half"))));
        listener.readAll();

        assertThat(listener.failure).isNotNull();
        assertThat(soFar()).isEqualTo("half");
    }

    @Test
    void itIsThatOfTheTryThatSpoke() {
        subscribe(Chains.retrying(new ScriptedEngine(failure(ErrorKind.OVERLOADED), silence("second")), EVERY_SECOND));
        listener.readAll();
        assertThat(soFar()).as("while the next try is waited for").isEmpty();

        clock.advance(TEN);
        assertThat(soFar()).isEqualTo("second");
    }

    @Test
    void itIsKnownAfterTheDeadline() {
        subscribe(new DeadlineEngine(Chains.retrying(new TellingEngine(silence("half")), EVERY_SECOND), TEN));
        listener.readAll();
        clock.advance(TEN.multipliedBy(2));

        assertThat(((LlmException) listener.failure).kind()).isEqualTo(ErrorKind.TIMEOUT);
        assertThat(soFar()).isEqualTo("told");
    }
}
