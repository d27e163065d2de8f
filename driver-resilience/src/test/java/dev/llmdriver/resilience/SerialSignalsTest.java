package dev.llmdriver.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.internal.gate.GatedEngine;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Demand, alarms and cancel come on threads of their own; a subscriber must not notice. */
class SerialSignalsTest {
    private static final int ROUNDS = 300;
    private static final int EVENTS = 50;

    @Test
    void theEndOfTimeNeverOvertakesAnEvent() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            ManualScheduler clock = new ManualScheduler();
            Strict strict = new Strict();
            ListPublisher endless = new ListPublisher(texts(), null, true, new AtomicInteger());
            new DeadlineEngine(publishing(endless), Duration.ofSeconds(1))
                    .stream(ScriptedEngine.HELLO, CallContext.of(clock)).subscribe(strict);

            together(() -> strict.askOneByOne(EVENTS), () -> clock.advance(Duration.ofSeconds(2)));

            assertThat(strict.faults).isEmpty();
            assertThat(strict.ends).hasValue(1);
        }
    }

    @Test
    void demandFromManyThreadsIsServedExactly() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            ManualScheduler clock = new ManualScheduler();
            Strict strict = new Strict();
            LlmException busy =
                    LlmException.builder(ErrorKind.OVERLOADED, "scripted").build();
            List<Flow.Publisher<ChatEvent>> tries = new ArrayList<>(List.of(
                    new ListPublisher(List.of(), busy, false, new AtomicInteger()),
                    new ListPublisher(texts(), null, true, new AtomicInteger())));
            RetryPolicy second =
                    RetryPolicy.builder().delays(List.of(Duration.ofSeconds(1))).build();
            ScriptedEngine engine = publishing(subscriber -> tries.remove(0).subscribe(subscriber));
            Chains.retrying(engine, second).stream(ScriptedEngine.HELLO, CallContext.of(clock))
                    .subscribe(strict);

            together(
                    () -> strict.askOneByOne(10),
                    () -> strict.askOneByOne(10),
                    () -> clock.advance(Duration.ofSeconds(1)));

            assertThat(strict.faults).isEmpty();
            assertThat(strict.events).hasValue(20);
        }
    }

    @Test
    void cancelAndAlarmLeaveNothingRunning() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            ManualScheduler clock = new ManualScheduler();
            Strict strict = new Strict();
            AtomicInteger cancels = new AtomicInteger();
            AtomicInteger subscriptions = new AtomicInteger();
            LlmException busy =
                    LlmException.builder(ErrorKind.OVERLOADED, "scripted").build();
            ScriptedEngine engine = publishing(subscriber -> {
                boolean first = subscriptions.getAndIncrement() == 0;
                new ListPublisher(List.of(), first ? busy : null, !first, cancels).subscribe(subscriber);
            });
            Chains.retrying(engine, RetryPolicy.defaults()).stream(ScriptedEngine.HELLO, CallContext.of(clock))
                    .subscribe(strict);

            together(strict.subscription::cancel, () -> clock.advance(Duration.ofSeconds(1)));

            assertThat(cancels).as("every second try is cancelled").hasValue(subscriptions.get() - 1);
            assertThat(clock.pendingAlarms()).isZero();
            assertThat(strict.ends).hasValue(0);
        }
    }

    @Test
    void theGatesWordDemandAndCancelMayComeTogether() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            boolean givesUp = round % 2 == 0;
            Strict strict = new Strict();
            HeldGate gate = HeldGate.closed();
            ListPublisher endless = new ListPublisher(texts(), null, true, new AtomicInteger());
            new GatedEngine(publishing(endless), gate)
                    .stream(ScriptedEngine.HELLO, CallContext.of(new ManualScheduler()))
                            .subscribe(strict);

            together(
                    () -> strict.askOneByOne(10),
                    () -> {
                        gate.tellOfWait(0, Duration.ofSeconds(1));
                        gate.letIn(0);
                    },
                    () -> {
                        if (givesUp) {
                            strict.subscription.cancel();
                        }
                    });

            assertThat(strict.faults).isEmpty();
            boolean entered = !gate.queue.get(0).isCancelled();
            assertThat(gate.ends).as("passes given back").hasSize(givesUp && entered ? 1 : 0);
            assertThat(strict.events.get()).isBetween(givesUp ? 0 : 10, 10);
        }
    }

    private static List<ChatEvent> texts() {
        List<ChatEvent> texts = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            texts.add(new ChatEvent.TextDelta(0, "text " + i));
        }
        return texts;
    }

    private static ScriptedEngine publishing(Flow.Publisher<ChatEvent> publisher) {
        return new ScriptedEngine() {
            @Override
            public Flow.Publisher<ChatEvent> stream(dev.llmdriver.ChatRequest request, CallContext call) {
                return publisher;
            }
        };
    }

    private static void together(Runnable... tasks) throws Exception {
        CyclicBarrier start = new CyclicBarrier(tasks.length);
        List<Thread> threads = new ArrayList<>();
        for (Runnable task : tasks) {
            Thread thread = new Thread(() -> {
                try {
                    start.await(30, TimeUnit.SECONDS);
                } catch (Exception broken) {
                    throw new IllegalStateException(broken);
                }
                task.run();
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join(30_000);
            assertThat(thread.isAlive()).as("a task hangs").isFalse();
        }
    }

    /** Notes two signals at a time, and any after the end. */
    private static final class Strict implements Flow.Subscriber<ChatEvent> {
        final List<String> faults = java.util.Collections.synchronizedList(new ArrayList<>());
        final AtomicInteger events = new AtomicInteger();
        final AtomicInteger ends = new AtomicInteger();
        private final AtomicInteger inside = new AtomicInteger();
        volatile Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        void askOneByOne(int times) {
            for (int i = 0; i < times; i++) {
                subscription.request(1);
            }
        }

        @Override
        public void onNext(ChatEvent event) {
            signal("event");
            events.incrementAndGet();
        }

        @Override
        public void onError(Throwable failure) {
            signal("error");
            ends.incrementAndGet();
        }

        @Override
        public void onComplete() {
            signal("end");
            ends.incrementAndGet();
        }

        private void signal(String name) {
            if (inside.incrementAndGet() != 1) {
                faults.add(name + " during another signal");
            }
            if (ends.get() != 0) {
                faults.add(name + " after the end");
            }
            Thread.onSpinWait();
            inside.decrementAndGet();
        }
    }
}
