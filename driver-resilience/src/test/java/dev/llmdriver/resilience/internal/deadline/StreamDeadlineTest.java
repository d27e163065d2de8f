package dev.llmdriver.resilience.internal.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Message;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** Alarms at the moments in which another thread is amid a signal. */
class StreamDeadlineTest {
    private static final Duration TEN = Duration.ofSeconds(10);
    private static final ModelRef REF = ModelRef.parse("fake:model");
    private static final ChatEvent FINISHED = new ChatEvent.Finished(
            ChatResponse.builder(REF, Message.assistant("hi"), new FinishReason(FinishReason.Kind.STOP, "stop"))
                    .build());

    private final ManualScheduler clock = new ManualScheduler();
    private final List<String> heard = new ArrayList<>();
    private final List<Flow.Subscriber<? super ChatEvent>> engine = new ArrayList<>();

    /** Notes what it hears; slow with the signal named, so that the alarm rings meanwhile. */
    private class Slow implements Flow.Subscriber<ChatEvent> {
        private final String slow;

        Slow(String slow) {
            this.slow = slow;
        }

        private void hear(String signal) {
            heard.add(signal);
            if (signal.equals(slow)) {
                clock.advance(TEN.multipliedBy(2));
            }
            heard.add(signal + " over");
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            hear("onSubscribe");
        }

        @Override
        public void onNext(ChatEvent event) {
            hear("onNext");
        }

        @Override
        public void onError(Throwable failure) {
            hear(LlmException.of(failure).kind().wireName());
        }

        @Override
        public void onComplete() {
            hear("onComplete");
        }
    }

    private void subscribe(Slow subscriber) {
        new Deadline(REF, CallContext.of(clock), TEN, new Endings())
                .bound(
                        () -> listener -> {
                            engine.add(listener);
                            listener.onSubscribe(new NoSubscription());
                        },
                        subscriber);
    }

    @Test
    void theEndWaitsForTheBeginning() {
        subscribe(new Slow("onSubscribe"));

        assertThat(heard).containsExactly("onSubscribe", "onSubscribe over", "timeout", "timeout over");
    }

    @Test
    void aWholeAnswerIsInTime() {
        subscribe(new Slow("onNext"));
        engine.get(0).onNext(FINISHED);
        engine.get(0).onComplete();

        assertThat(heard).endsWith("onNext", "onNext over", "onComplete", "onComplete over");
    }

    @Test
    void anAnswerAfterTheEndIsNotHeard() {
        subscribe(new Slow("none"));
        clock.advance(TEN.multipliedBy(2));
        engine.get(0).onNext(FINISHED);
        engine.get(0).onComplete();

        assertThat(heard).endsWith("timeout", "timeout over");
    }

    @Test
    void theEndReachesWhoThrewAtAnEvent() {
        subscribe(new Slow("none") {
            @Override
            public void onNext(ChatEvent event) {
                throw new IllegalStateException("scripted");
            }
        });
        assertThatIllegalStateException().isThrownBy(() -> engine.get(0).onNext(new ChatEvent.TextDelta(0, "hi")));
        clock.advance(TEN.multipliedBy(2));

        assertThat(heard).endsWith("timeout", "timeout over");
    }

    @Test
    void noAlarmIsKeptForWhoThrewAtTheBeginning() {
        Slow throwing = new Slow("none") {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                throw new IllegalStateException("scripted");
            }
        };
        assertThatIllegalStateException().isThrownBy(() -> subscribe(throwing));

        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void noAlarmIsKeptForWhoThrewAtTheAnswer() {
        subscribe(new Slow("none") {
            @Override
            public void onNext(ChatEvent event) {
                throw new IllegalStateException("scripted");
            }
        });
        assertThatIllegalStateException().isThrownBy(() -> engine.get(0).onNext(FINISHED));

        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void theEndIsHeardWhereTheEnginesCancelThrows() {
        new Deadline(REF, CallContext.of(clock), TEN, new Endings())
                .bound(
                        () -> listener -> listener.onSubscribe(new NoSubscription() {
                            @Override
                            public void cancel() {
                                throw new IllegalStateException("scripted");
                            }
                        }),
                        new Slow("none"));
        try {
            clock.advance(TEN.multipliedBy(2));
        } catch (IllegalStateException scripted) {
            heard.add("thrown");
        }

        assertThat(heard).contains("timeout", "timeout over");
    }

    private static class NoSubscription implements Flow.Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }
}
