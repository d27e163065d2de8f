package dev.llmdriver;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.testing.EventSource;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;

/** What the Reactive Streams TCK asks of a stream; {@link ReactiveStreamsTck} runs it. */
public class ChatStreamVerification extends FlowPublisherVerification<ChatEvent> {
    private static final long TIMEOUT_MILLIS = 20_000;
    private static final long NO_SIGNAL_MILLIS = 50;
    /** The kit looks for an expected error once, this long after it was caused. */
    private static final long POLL_MILLIS = 5000;

    private final Executor executor;

    /** Events are handed over on the default pool. */
    public ChatStreamVerification() {
        this(CallSettings.defaults().callbackExecutor());
    }

    ChatStreamVerification(Executor executor) {
        super(new TestEnvironment(TIMEOUT_MILLIS, NO_SIGNAL_MILLIS, POLL_MILLIS));
        this.executor = executor;
    }

    @Override
    public Flow.Publisher<ChatEvent> createFlowPublisher(long elements) {
        // A stream without its answer is a failure, so there is no empty one.
        return new EngineOf(new EventSource(Math.max(1, elements))).newStream(executor);
    }

    @Override
    public Flow.Publisher<ChatEvent> createFailedFlowPublisher() {
        return new EngineOf(subscriber -> {
                    subscriber.onSubscribe(new Flow.Subscription() {
                        @Override
                        public void request(long n) {}

                        @Override
                        public void cancel() {}
                    });
                    subscriber.onError(
                            LlmException.builder(ErrorKind.OVERLOADED, "busy").build());
                })
                .newStream(executor);
    }
}
