package dev.llmdriver.micrometer;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.Instrumentation;
import dev.llmdriver.spi.Scheduler;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.LongStream;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.Test;

/** The specification's own test of publishers, for a stream that is measured and observed in every place. */
@Test
public class StreamTckTest extends FlowPublisherVerification<ChatEvent> {
    private static final int FINISHED = 1;

    public StreamTckTest() {
        // The last number: the kit looks for an expected error once, this long after it was caused.
        super(new TestEnvironment(20_000, 200, 1000));
    }

    @Override
    public Flow.Publisher<ChatEvent> createFlowPublisher(long elements) {
        String[] texts = LongStream.range(0, Math.max(0, elements - FINISHED))
                .mapToObj(Long::toString)
                .toArray(String[]::new);
        return watched(ScriptedAnswer.builder().text(texts).build());
    }

    @Override
    public Flow.Publisher<ChatEvent> createFailedFlowPublisher() {
        return watched(ScriptedAnswer.failing(ErrorKind.AUTHENTICATION));
    }

    private static Flow.Publisher<ChatEvent> watched(ScriptedAnswer answer) {
        ScriptedChatModel model = ScriptedChatModel.builder()
                .ref(ModelRef.parse("gemini:gemini-2.5-flash"))
                .build()
                .answers(request -> answer);
        ChatEngine engine = new Unannounced(model.unwrap(ChatEngine.class).orElseThrow());
        for (Instrumentation each : new Instrumentation[] {
            LlmMetrics.of(new SimpleMeterRegistry()), LlmObservations.of(ObservationRegistry.create())
        }) {
            engine = each.call(each.operation(each.attempt(engine)));
        }
        return engine.stream(ChatRequest.of("Hello"), CallContext.of(Scheduler.system()));
    }

    @Override
    public long maxElementsFromPublisher() {
        return 10_000;
    }

    /** Leaves {@code Started} out, for the test asks for streams of one element. */
    private record Unannounced(ChatEngine next) implements ChatEngine {
        @Override
        public ModelRef ref() {
            return next.ref();
        }

        @Override
        public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
            return next.generate(request, call);
        }

        @Override
        public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
            return subscriber -> next.stream(request, call).subscribe(new Skipping(subscriber));
        }

        @Override
        public Explanation explain(ChatRequest request, Mode mode) {
            return next.explain(request, mode);
        }
    }

    private static final class Skipping implements Flow.Subscriber<ChatEvent> {
        private final Flow.Subscriber<? super ChatEvent> subscriber;
        private Flow.Subscription upstream;

        Skipping(Flow.Subscriber<? super ChatEvent> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            upstream = subscription;
            subscriber.onSubscribe(subscription);
        }

        @Override
        public void onNext(ChatEvent event) {
            if (event instanceof ChatEvent.Started) {
                upstream.request(1);
            } else {
                subscriber.onNext(event);
            }
        }

        @Override
        public void onError(Throwable thrown) {
            subscriber.onError(thrown);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
        }
    }
}
