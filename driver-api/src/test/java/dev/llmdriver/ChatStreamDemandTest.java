package dev.llmdriver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.llmdriver.error.MalformedResponseException;
import dev.llmdriver.testing.ManualEngine;
import dev.llmdriver.testing.ManualExecutor;
import dev.llmdriver.testing.Probe;
import java.util.Iterator;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Demand reaches the driver, events reach the subscriber in batches. */
class ChatStreamDemandTest {
    private static final int WINDOW = 128;

    private final ManualEngine engine = new ManualEngine();
    private final ChatStream stream = engine.newStream();

    @Test
    void noDemandAsksForNothing() {
        stream.subscribe(new Probe(0));

        assertThat(engine.exchange().outstanding()).isZero();
    }

    @Test
    void smallDemandsPassAsTheyAre() {
        Probe probe = new Probe(1);
        stream.subscribe(probe);
        assertThat(engine.exchange().outstanding()).isOne();
        engine.exchange().text("a");
        assertThat(engine.exchange().outstanding()).isZero();
        probe.subscription().request(3);
        assertThat(engine.exchange().outstanding()).isEqualTo(3);
        probe.subscription().request(2);
        assertThat(engine.exchange().outstanding()).isEqualTo(5);
    }

    @Test
    void endlessDemandIsBoundedByTheWindow() {
        stream.subscribe(Probe.greedy());
        assertThat(engine.exchange().outstanding()).isEqualTo(WINDOW);
        for (int i = 0; i < 10 * WINDOW; i++) {
            engine.exchange().text("x");
            assertThat(engine.exchange().outstanding()).isBetween(1L, (long) WINDOW);
        }
        assertThat(engine.exchange().requests()).as("not one for each event").isLessThan(30);
    }

    @Test
    void demandAddsUpWithoutOverflow() {
        Probe probe = new Probe(Long.MAX_VALUE - 1);
        stream.subscribe(probe);
        probe.subscription().request(Long.MAX_VALUE);
        for (int i = 0; i < 2 * WINDOW; i++) {
            engine.exchange().text("x");
        }

        assertThat(probe.heard()).hasSize(1 + 2 * WINDOW);
        assertThat(engine.exchange().outstanding()).isPositive();
    }

    @Test
    void whatWasNotAskedForWaits() {
        Probe probe = new Probe(2);
        stream.subscribe(probe);
        engine.exchange().text("a");
        engine.exchange().text("b");
        engine.exchange().finish();
        assertThat(probe.heard()).containsExactly("subscribed", "a", "b");
        assertThat(stream.completion()).isNotDone();
        probe.subscription().request(1);
        assertThat(probe.heard()).endsWith("Finished", "complete");
    }

    @Test
    void anEndNeedsNoDemand() {
        Probe probe = new Probe(1);
        stream.subscribe(probe);
        engine.exchange().finish();

        assertThat(probe.heard()).containsExactly("subscribed", "Finished", "complete");
    }

    @Test
    void aReaderAsksForAWindowWhenItWaits() {
        Iterator<ChatEvent> events = stream.iterator();
        assertThat(engine.exchange().outstanding()).isZero();
        engine.exchange().finish();
        assertThat(events.hasNext()).isTrue();
        assertThat(engine.exchange().requests()).isZero();
    }

    @Test
    void aBatchIsOneTask() {
        ManualExecutor executor = new ManualExecutor();
        ChatStream batched = engine.model(executor).stream("Hello");
        Probe probe = Probe.greedy();
        batched.subscribe(probe);
        executor.runAll();
        int before = executor.count();
        for (int i = 0; i < 100; i++) {
            engine.exchange().text("x");
        }
        engine.exchange().finish();
        executor.runAll();

        assertThat(executor.count() - before).isOne();
        assertThat(probe.heard()).hasSize(1 + 100 + 2).endsWith("Finished", "complete");
    }

    @Test
    void nothingButTheSubscriptionHappensOnTheCallersStack() {
        ManualExecutor executor = new ManualExecutor();
        ChatStream batched = engine.model(executor).stream("Hello");
        Probe probe = Probe.greedy();
        batched.subscribe(probe);
        engine.exchange().text("a");
        assertThat(probe.heard()).containsExactly("subscribed");
        executor.runAll();
        assertThat(probe.heard()).containsExactly("subscribed", "a");
    }

    @Test
    void aDriverThatThrowsWhenAskedFailsTheStream() {
        AtomicInteger cancels = new AtomicInteger();
        ChatStream broken = new EngineOf(subscriber -> subscriber.onSubscribe(throwing(cancels))).newStream();
        Probe probe = Probe.greedy();
        broken.subscribe(probe);

        assertThat(probe.heard()).containsExactly("subscribed", "error");
        assertThat(probe.failure()).isInstanceOf(MalformedResponseException.class);
        assertThat(broken.completion()).isCompletedExceptionally();
        assertThat(cancels).hasValue(1);
    }

    @Test
    void aReaderHearsThatTheDriverThrew() {
        ChatStream broken =
                new EngineOf(subscriber -> subscriber.onSubscribe(throwing(new AtomicInteger()))).newStream();
        Iterator<ChatEvent> events = broken.iterator();

        assertThatExceptionOfType(MalformedResponseException.class)
                .isThrownBy(events::hasNext)
                .withRootCauseInstanceOf(IllegalStateException.class);
        assertThat(broken.completion()).isCompletedExceptionally();
    }

    private static Flow.Subscription throwing(AtomicInteger cancels) {
        return new Flow.Subscription() {
            @Override
            public void request(long n) {
                throw new IllegalStateException("scripted");
            }

            @Override
            public void cancel() {
                cancels.incrementAndGet();
            }
        };
    }

    @Test
    void completionsHopToTheExecutorToo() {
        ManualExecutor executor = new ManualExecutor();
        ChatStream stream = engine.model(executor).stream("Hello");
        var completion = stream.completion();
        stream.subscribe(Probe.greedy());
        stream.cancel();

        assertThat(completion).isNotDone();
        executor.runAll();
        assertThat(completion).isCompletedExceptionally();
    }
}
