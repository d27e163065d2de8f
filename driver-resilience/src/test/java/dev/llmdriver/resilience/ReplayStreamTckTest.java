package dev.llmdriver.resilience;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.resilience.internal.cache.ReplayStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.Test;

/** The specification's own test of publishers, for a stream that is played from the cache. */
@Test
public class ReplayStreamTckTest extends FlowPublisherVerification<ChatEvent> {
    public ReplayStreamTckTest() {
        // The last number: the kit looks for an expected error once, this long after it was caused.
        super(new TestEnvironment(20_000, 200, 1000));
    }

    @Override
    public Flow.Publisher<ChatEvent> createFlowPublisher(long elements) {
        List<Supplier<ChatEvent>> events = new ArrayList<>();
        for (long i = 0; i < elements; i++) {
            ChatEvent event = new ChatEvent.TextDelta(0, "text " + i);
            events.add(() -> event);
        }
        return subscriber -> ReplayStream.start(events, Objects.requireNonNull(subscriber, "subscriber"));
    }

    /** What is kept does not fail. */
    @Override
    public Flow.@Nullable Publisher<ChatEvent> createFailedFlowPublisher() {
        return null;
    }

    @Override
    public long maxElementsFromPublisher() {
        return 10_000;
    }
}
