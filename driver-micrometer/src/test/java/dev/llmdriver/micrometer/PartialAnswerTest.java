package dev.llmdriver.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Message;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Price;
import dev.llmdriver.Usage;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.spi.AnswerSoFar;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.testkit.ManualScheduler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What has come of an answer is known through a stream that is measured. */
class PartialAnswerTest {
    private final CallContext call = CallContext.of(new ManualScheduler());
    private final AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();

    /** Says one word, and never ends. */
    private record OneWord(Flow.Subscription given) implements ChatEngine {
        @Override
        public ModelRef ref() {
            return ModelRef.parse("fake:model");
        }

        @Override
        public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
            return subscriber -> {
                subscriber.onSubscribe(given);
                subscriber.onNext(new ChatEvent.TextDelta(0, "word"));
            };
        }

        @Override
        public Explanation explain(ChatRequest request, Mode mode) {
            throw new UnsupportedOperationException();
        }
    }

    private static class Mute implements Flow.Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }

    /** Knows what has come in other words than the event has. */
    private static final class Telling extends Mute implements AnswerSoFar {
        @Override
        public PartialAnswer soFar() {
            return PartialAnswer.of(Message.assistant("told"));
        }
    }

    private final class Listening implements Flow.Subscriber<ChatEvent> {
        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.set(given);
        }

        @Override
        public void onNext(ChatEvent event) {}

        @Override
        public void onError(Throwable thrown) {}

        @Override
        public void onComplete() {}
    }

    private String soFar(Flow.Subscription given) {
        ChatEngine measured = LlmMetrics.of(new SimpleMeterRegistry()).attempt(new OneWord(given));
        measured.stream(ChatRequest.of("Hello"), call).subscribe(new Listening());
        return ((AnswerSoFar) subscription.get()).soFar().text();
    }

    @Test
    void whatTheEngineTellsIsPassedOn() {
        assertThat(soFar(new Telling())).isEqualTo("told");
    }

    @Test
    void whatAnEngineDoesNotTellIsJoined() {
        assertThat(soFar(new Mute())).isEqualTo("word");
    }

    /** Knows what the provider had counted when it was cancelled. */
    private static final class Counting extends Mute implements AnswerSoFar {
        private boolean cancelled;

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public PartialAnswer soFar() {
            assertThat(cancelled).as("closing comes first").isTrue();
            return PartialAnswer.of(Message.assistant("told")).withUsage(Usage.of(7, 3));
        }
    }

    @Test
    void whatACancelledStreamHadUsedIsCounted() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        LlmMetrics metrics = LlmMetrics.builder(registry)
                .semconv(GenAiSemconv.V1_41)
                .prices(ref -> Optional.of(Price.ofDollarsPerMillion(1, 10)))
                .build();
        metrics.operation(new OneWord(new Counting())).stream(ChatRequest.of("Hello"), call)
                .subscribe(new Listening());
        subscription.get().cancel();
        subscription.get().cancel();
        assertThat(registry.get("gen_ai.client.token.usage")
                        .tag("gen_ai.token.type", "output")
                        .summary()
                        .totalAmount())
                .isEqualTo(3);
        assertThat(registry.get("llmdriver.cost")
                        .tag("kind", "cancelled")
                        .counter()
                        .count())
                .isEqualTo(37e-6);
    }
}
