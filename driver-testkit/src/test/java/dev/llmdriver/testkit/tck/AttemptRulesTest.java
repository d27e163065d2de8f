package dev.llmdriver.testkit.tck;

import dev.llmdriver.Capabilities;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Message;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.ModelFacts;
import dev.llmdriver.testkit.FakeProvider;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AttemptRulesTest {
    /** Long enough for the kit to look, and to ask once more if it does. */
    private static final long LATE_MILLIS = 200;

    @Test
    void aDriverMayBeLateWithWhatWasAskedFor() {
        try (Scenario scenario = new Scenario(new ScenarioTest.Broken(), "A6", Mode.STREAM)) {
            Late late = new Late();
            scenario.use(new FakeProvider("late", model -> ChatModels.of(late, late, CallSettings.defaults())));
            new AttemptRules(scenario).firstContentCommits();
        }
    }

    /** Gives the first event late, commits, and gives the first content late. Its second stream fails. */
    private static final class Late implements ChatEngine, ModelFacts {
        private static final ModelRef REF = ModelRef.parse("late:model");

        private final AtomicInteger streams = new AtomicInteger();

        @Override
        public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
            return streams.incrementAndGet() == 1
                    ? subscriber -> subscriber.onSubscribe(new Events(call, subscriber))
                    : subscriber -> {
                        subscriber.onSubscribe(new Events(call, subscriber));
                        subscriber.onError(LlmException.builder(ErrorKind.SERVER_ERROR, "no")
                                .build());
                    };
        }

        private static final class Events implements Flow.Subscription {
            private final CallContext call;
            private final Flow.Subscriber<? super ChatEvent> subscriber;
            private final AtomicInteger asked = new AtomicInteger();
            private final CountDownLatch askedAgain = new CountDownLatch(1);
            private final CountDownLatch askedForAll = new CountDownLatch(1);

            Events(CallContext call, Flow.Subscriber<? super ChatEvent> subscriber) {
                this.call = call;
                this.subscriber = subscriber;
            }

            @Override
            public void request(long n) {
                switch (asked.incrementAndGet()) {
                    case 1 -> Threads.daemon(this::give).start();
                    case 2 -> askedAgain.countDown();
                    default -> askedForAll.countDown();
                }
            }

            private void give() {
                try {
                    boolean early = askedAgain.await(LATE_MILLIS, TimeUnit.MILLISECONDS);
                    subscriber.onNext(new ChatEvent.Started(REF));
                    askedAgain.await();
                    call.commit();
                    if (early && askedForAll.await(LATE_MILLIS, TimeUnit.MILLISECONDS)) {
                        throw new IllegalStateException("asked for all before there was content");
                    }
                    subscriber.onNext(new ChatEvent.TextDelta(0, "a"));
                    askedForAll.await();
                    subscriber.onNext(new ChatEvent.Finished(ChatResponse.builder(
                                    REF, Message.assistant("a"), new FinishReason(FinishReason.Kind.STOP, "stop"))
                            .build()));
                    subscriber.onComplete();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void cancel() {}
        }

        @Override
        public ModelRef ref() {
            return REF;
        }

        @Override
        public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Explanation explain(ChatRequest request, Mode mode) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Capabilities capabilities() {
            return Capabilities.unknown();
        }

        @Override
        public CompletableFuture<ModelInfo> describe() {
            throw new UnsupportedOperationException();
        }
    }
}
