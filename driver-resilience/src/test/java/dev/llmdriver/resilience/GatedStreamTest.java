package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static dev.llmdriver.resilience.ScriptedEngine.answer;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static dev.llmdriver.resilience.ScriptedEngine.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.resilience.internal.gate.GatedEngine;
import dev.llmdriver.resilience.internal.gate.Outcome;
import dev.llmdriver.spi.AttemptLedger;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class GatedStreamTest {
    private final ManualScheduler clock = new ManualScheduler();
    private final List<ChatEvent.Waiting> told = new ArrayList<>();
    private final CallContext call = CallContext.of(clock, AttemptLedger.DEFAULT_CAP, told::add);
    private final HeldGate gate = HeldGate.closed();
    private final Listener listener = new Listener();

    private ScriptedEngine subscribe(ScriptedEngine.Step... script) {
        ScriptedEngine engine = new ScriptedEngine(script);
        new GatedEngine(engine, gate).stream(HELLO, call).subscribe(listener);
        return engine;
    }

    @Test
    void nothingHappensBeforeTheClaim() {
        var unused = new GatedEngine(new ScriptedEngine(answer("hi")), gate).stream(HELLO, call);
        assertThat(gate.asks).isEmpty();
    }

    @Test
    void waitsComeFirstAndAreToldToListenersToo() {
        ScriptedEngine engine = subscribe(answer("a", "b"));
        listener.readAll();
        gate.tellOfWait(0, Duration.ofSeconds(2));
        clock.advance(Duration.ofSeconds(2));
        assertThat(engine.requests).hasValue(0);

        gate.letIn(0);

        assertThat(listener.kinds()).containsExactly("Waiting", "Started", "TextDelta", "TextDelta", "Finished");
        assertThat(listener.completed).isTrue();
        assertThat(told).hasSize(1);
        assertThat(gate.ends)
                .singleElement()
                .satisfies(end -> assertThat(end.isAnswer()).isTrue());
        assertThat(call.ledger().attempts().get(0).waited()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void demandIsCountedWaitsIncluded() {
        subscribe(silence("a", "b", "c"));
        listener.subscription.request(1);
        gate.tellOfWait(0, Duration.ofSeconds(2));
        gate.tellOfWait(0, Duration.ofSeconds(1));
        gate.letIn(0);
        assertThat(listener.kinds()).containsExactly("Waiting");

        listener.subscription.request(2);
        assertThat(listener.kinds()).containsExactly("Waiting", "Started", "TextDelta");
    }

    @Test
    void aWaitThatNobodyAskedToHearOfIsNotTold() {
        subscribe(answer("a"));
        gate.tellOfWait(0, Duration.ofSeconds(2));
        gate.letIn(0);
        listener.readAll();
        assertThat(listener.kinds()).containsExactly("Started", "TextDelta", "Finished");
    }

    @Test
    void aRefusalIsTheStreamsError() {
        ScriptedEngine engine = subscribe(answer("a"));
        LlmException full =
                LlmException.builder(ErrorKind.LIMIT_EXCEEDED, "scripted").build();
        gate.queue.get(0).completeExceptionally(full);
        assertThat(listener.failure).isSameAs(full);
        assertThat(engine.requests).hasValue(0);
        assertThat(gate.ends).isEmpty();
    }

    @Test
    void aFailureGivesThePassBackBeforeItIsTold() {
        List<Integer> endsWhenTold = new ArrayList<>();
        Listener watching = listener;
        HeldGate open = HeldGate.opened();
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.SERVER_ERROR));
        new GatedEngine(engine, open).stream(HELLO, call).subscribe(new Forwarding(watching) {
            @Override
            public void onError(Throwable thrown) {
                endsWhenTold.add(open.ends.size());
                super.onError(thrown);
            }
        });
        watching.readAll();
        assertThat(endsWhenTold).containsExactly(1);
        assertThat(open.ends.get(0).failure()).containsSame((LlmException) watching.failure);
    }

    @Test
    void cancelledInTheQueueTheStreamLeavesItAndHearsNothing() {
        ScriptedEngine engine = subscribe(answer("a"));
        listener.readAll();
        listener.subscription.cancel();
        assertThat(gate.queue.get(0)).isCancelled();
        gate.letIn(0);
        gate.tellOfWait(0, Duration.ofSeconds(1));
        assertThat(listener.events).isEmpty();
        assertThat(listener.isOver()).isFalse();
        assertThat(engine.requests).hasValue(0);
    }

    @Test
    void cancelledInOnSubscribeItNeverGoesToTheGate() {
        new GatedEngine(new ScriptedEngine(answer("a")), gate)
                .stream(HELLO, call).subscribe(new Forwarding(listener) {
                    @Override
                    public void onSubscribe(Flow.Subscription given) {
                        given.cancel();
                    }
                });
        assertThat(gate.asks).isEmpty();
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
        ScriptedEngine engine = new ScriptedEngine(answer("a"));
        new GatedEngine(engine, ask -> stubborn).stream(HELLO, call).subscribe(listener);
        listener.subscription.cancel();
        stubborn.complete(ends::add);
        assertThat(engine.requests).hasValue(0);
        assertThat(ends).extracting(Outcome::left).containsExactly(false);
    }

    @Test
    void cancelledWhileStreamingThePassComesBackOnce() {
        ScriptedEngine engine = subscribe(silence("a", "b"));
        gate.letIn(0);
        listener.subscription.request(2);
        listener.subscription.cancel();
        listener.subscription.cancel();
        assertThat(engine.cancels).hasValue(1);
        assertThat(gate.ends).singleElement().satisfies(end -> {
            assertThat(end.failure().orElseThrow().kind()).isEqualTo(ErrorKind.CANCELLED);
            assertThat(end.left()).isTrue();
        });
    }

    @Test
    void cancelledAtTheLastEventItIsAnAnswer() {
        new GatedEngine(new ScriptedEngine(answer("a")), gate)
                .stream(HELLO, call).subscribe(new Forwarding(listener) {
                    @Override
                    public void onNext(ChatEvent event) {
                        super.onNext(event);
                        if (event instanceof ChatEvent.Finished) {
                            listener.subscription.cancel();
                        }
                    }
                });
        gate.letIn(0);
        listener.readAll();
        assertThat(gate.ends)
                .singleElement()
                .satisfies(end -> assertThat(end.isAnswer()).isTrue());
    }

    @Test
    void aSubscriberThatThrowsAtAnEventGivesThePassBack() {
        ScriptedEngine engine = new ScriptedEngine(silence("a", "b"));
        new GatedEngine(engine, gate).stream(HELLO, call).subscribe(throwingAt(ChatEvent.TextDelta.class));
        gate.letIn(0);
        assertThatThrownBy(() -> listener.readAll()).hasMessage("scripted");
        assertThat(engine.cancels).hasValue(1);
        assertThat(gate.ends).extracting(Outcome::isAnswer).containsExactly(false);
    }

    @Test
    void aSubscriberThatThrowsAtAWaitLeavesTheQueue() {
        ScriptedEngine engine = new ScriptedEngine(answer("a"));
        new GatedEngine(engine, gate).stream(HELLO, call).subscribe(throwingAt(ChatEvent.Waiting.class));
        gate.tellOfWait(0, Duration.ofSeconds(1));
        assertThatThrownBy(() -> listener.readAll()).hasMessage("scripted");
        assertThat(gate.queue.get(0)).isCancelled();
        gate.letIn(0);
        assertThat(engine.requests).hasValue(0);
        assertThat(listener.failure).isNull();
    }

    @Test
    void badDemandFailsTheStreamInTheQueueAndAfterIt() {
        subscribe(answer("a"));
        listener.subscription.request(0);
        assertThat(listener.failure).isInstanceOf(IllegalArgumentException.class);
        assertThat(gate.queue.get(0)).isCancelled();

        Listener later = new Listener();
        HeldGate open = HeldGate.opened();
        new GatedEngine(new ScriptedEngine(silence("a")), open)
                .stream(HELLO, call).subscribe(later);
        later.subscription.request(-1);
        assertThat(later.failure).isInstanceOf(IllegalArgumentException.class);
        assertThat(open.ends.get(0).failure().orElseThrow().kind())
                .as("the subscriber's fault, not the provider's")
                .isEqualTo(ErrorKind.CANCELLED);
    }

    @Test
    void anEngineThatThrowsFailsTheStream() {
        ScriptedEngine broken = new ScriptedEngine() {
            @Override
            public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext attempt) {
                throw new IllegalStateException("scripted");
            }
        };
        new GatedEngine(broken, gate).stream(HELLO, call).subscribe(listener);
        gate.letIn(0);
        assertThat(listener.failure).hasMessage("scripted");
        assertThat(gate.ends).hasSize(1);
    }

    private Forwarding throwingAt(Class<? extends ChatEvent> kind) {
        return new Forwarding(listener) {
            @Override
            public void onNext(ChatEvent event) {
                if (kind.isInstance(event)) {
                    throw new IllegalStateException("scripted");
                }
                super.onNext(event);
            }
        };
    }

    /** Passes signals on, unless a test overrides it. */
    private static class Forwarding implements Flow.Subscriber<ChatEvent> {
        private final Listener to;

        Forwarding(Listener to) {
            this.to = to;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            to.onSubscribe(given);
        }

        @Override
        public void onNext(ChatEvent event) {
            to.onNext(event);
        }

        @Override
        public void onError(Throwable thrown) {
            to.onError(thrown);
        }

        @Override
        public void onComplete() {
            to.onComplete();
        }
    }
}
