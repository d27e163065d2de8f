package dev.llmdriver.resilience;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.internal.gate.GatedEngine;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.testkit.ManualScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.Test;

/** The specification's own test of publishers, for a stream behind a gate alone, which no other decorator hides. */
@Test
public class GatedStreamTckTest extends FlowPublisherVerification<ChatEvent> {
    public GatedStreamTckTest() {
        // The last number: the kit looks for an expected error once, this long after it was caused.
        super(new TestEnvironment(20_000, 200, 1000));
    }

    @Override
    public Flow.Publisher<ChatEvent> createFlowPublisher(long elements) {
        List<ChatEvent> events = new ArrayList<>();
        for (long i = 0; i < elements; i++) {
            events.add(new ChatEvent.TextDelta(0, "text " + i));
        }
        ScriptedEngine engine = new ScriptedEngine() {
            @Override
            public Flow.Publisher<ChatEvent> stream(dev.llmdriver.ChatRequest request, CallContext call) {
                return new ListPublisher(events, null, false, new AtomicInteger());
            }
        };
        return new GatedEngine(engine, ask -> CompletableFuture.completedFuture(end -> {}))
                .stream(ScriptedEngine.HELLO, CallContext.of(new ManualScheduler()));
    }

    @Override
    public Flow.Publisher<ChatEvent> createFailedFlowPublisher() {
        LlmException full =
                LlmException.builder(ErrorKind.LIMIT_EXCEEDED, "scripted").build();
        return new GatedEngine(new ScriptedEngine(), ask -> CompletableFuture.failedFuture(full))
                .stream(ScriptedEngine.HELLO, CallContext.of(new ManualScheduler()));
    }

    @Override
    public long maxElementsFromPublisher() {
        return 10_000;
    }
}
