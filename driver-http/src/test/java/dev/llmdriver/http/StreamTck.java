package dev.llmdriver.http;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.Scheduler;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.WireTwin;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** The Reactive Streams TCK on the raw publisher, over a real socket. */
@Test
public class StreamTck extends FlowPublisherVerification<ChatEvent> {
    private WireTwin twin;
    private ProviderEndpoint endpoint;

    public StreamTck() {
        // Long enough for a busy machine: an optional rule whose time runs out is skipped, and then the count is wrong.
        // The last number: the kit looks for an expected error once, this long after it was caused.
        super(new TestEnvironment(20_000, 200, 5000));
    }

    @BeforeClass
    public void open() {
        twin = WireTwin.start();
        // Beside what the server sends there is Finished; Started, which there always is, is left out below.
        twin.on(request -> true, request -> reply(Long.parseLong(request.query())));
        endpoint = EndpointTest.endpoint(options -> options);
        warmUp();
    }

    /** The TCK's waits are short, and the first exchange of a process loads a thousand classes. */
    private void warmUp() {
        Exchange exchange =
                Exchange.of(EndpointTest.REF, ChatRequest.of("Hello"), CallContext.of(Scheduler.system()), List.of());
        endpoint.exchange(EndpointTest.post(uri(1)), exchange, WireResponse::text)
                .join();
    }

    private static Reply reply(long elements) {
        return elements < 1
                ? Reply.json(500, "{}")
                : Reply.sse().repeat("data: x\n\n", elements - 1).done().build();
    }

    @AfterClass
    public void close() {
        endpoint.close();
        twin.close();
    }

    Flow.Publisher<ChatEvent> stream(URI uri, CallContext call) {
        Exchange exchange = Exchange.of(EndpointTest.REF, ChatRequest.of("Hello"), call, List.of());
        return endpoint.stream(EndpointTest.post(uri), exchange, () -> new LineStream(1000));
    }

    /** Leaves the first event out, so that there are streams of exactly one. */
    static Flow.Publisher<ChatEvent> withoutStarted(Flow.Publisher<ChatEvent> stream) {
        return subscriber ->
                stream.subscribe(subscriber == null ? null : new WithoutStarted(subscriber, new AtomicReference<>()));
    }

    private record WithoutStarted(
            Flow.Subscriber<? super ChatEvent> subscriber, AtomicReference<Flow.Subscription> subscription)
            implements Flow.Subscriber<ChatEvent> {
        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.set(given);
            subscriber.onSubscribe(given);
        }

        @Override
        public void onNext(ChatEvent event) {
            if (event instanceof ChatEvent.Started) {
                subscription.get().request(1);
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

    URI uri(long elements) {
        return twin.baseUri().resolve("/chat?" + elements);
    }

    @Override
    public Flow.Publisher<ChatEvent> createFlowPublisher(long elements) {
        return withoutStarted(stream(uri(elements), CallContext.of(Scheduler.system())));
    }

    @Override
    public Flow.Publisher<ChatEvent> createFailedFlowPublisher() {
        return stream(uri(0), CallContext.of(Scheduler.system()));
    }

    /** The kit would wait its whole time for the end of an empty stream, and sometimes see the error that comes instead. */
    @Override
    @Test
    public void optional_spec105_emptyStreamMustTerminateBySignallingOnComplete() {
        throw new SkipException("there is no stream without an event: the last one is Finished");
    }

    @Override
    public long boundedDepthOfOnNextAndRequestRecursion() {
        return 1;
    }
}
