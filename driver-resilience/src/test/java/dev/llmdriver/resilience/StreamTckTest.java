package dev.llmdriver.resilience;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.internal.gate.GatedEngine;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.Test;

/** The specification's own test of publishers, for a stream behind all that takes a course: its second target, second try. */
@Test
public class StreamTckTest extends FlowPublisherVerification<ChatEvent> {
    private static final RetryPolicy AT_ONCE =
            RetryPolicy.builder().delays(List.of(Duration.ofNanos(1))).build();

    public StreamTckTest() {
        // The last number: the kit looks for an expected error once, this long after it was caused.
        super(new TestEnvironment(20_000, 200, 1000));
    }

    @Override
    public Flow.Publisher<ChatEvent> createFlowPublisher(long elements) {
        List<ChatEvent> events = new ArrayList<>();
        for (long i = 0; i < elements; i++) {
            events.add(new ChatEvent.TextDelta(0, "text " + i));
        }
        return retrying(new ListPublisher(events, null, false, new AtomicInteger()));
    }

    @Override
    public Flow.Publisher<ChatEvent> createFailedFlowPublisher() {
        LlmException hopeless =
                LlmException.builder(ErrorKind.AUTHENTICATION, "scripted").build();
        return retrying(new ListPublisher(List.of(), hopeless, false, new AtomicInteger()));
    }

    private static Flow.Publisher<ChatEvent> retrying(Flow.Publisher<ChatEvent> second) {
        LlmException busy =
                LlmException.builder(ErrorKind.OVERLOADED, "scripted").build();
        Flow.Publisher<ChatEvent> first = new ListPublisher(List.of(), busy, false, new AtomicInteger());
        AtomicInteger tries = new AtomicInteger();
        ScriptedEngine engine = new ScriptedEngine() {
            @Override
            public Flow.Publisher<ChatEvent> stream(dev.llmdriver.ChatRequest request, CallContext call) {
                return tries.getAndIncrement() % 2 == 0 ? first : second;
            }
        };
        GatedEngine gated = new GatedEngine(engine, ask -> CompletableFuture.completedFuture(end -> {}));
        ChatEngine target = Chains.coldStarting(Chains.retrying(gated, AT_ONCE));
        ChatEngine spent = new ScriptedEngine(ScriptedEngine.failure(ErrorKind.QUOTA_EXHAUSTED));
        return new DeadlineEngine(Chains.fallingBack(spent, target), Duration.ofMinutes(1))
                .stream(ScriptedEngine.HELLO, CallContext.of(new Impatient()));
    }

    /** Rings short alarms at once, so that no wait is told: it would be one element more than the test counts. */
    private static final class Impatient implements Scheduler {
        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Alarm schedule(Duration delay, Runnable task) {
            if (delay.toSeconds() == 0) {
                task.run();
            }
            return () -> {};
        }
    }

    @Override
    public long maxElementsFromPublisher() {
        return 10_000;
    }
}
