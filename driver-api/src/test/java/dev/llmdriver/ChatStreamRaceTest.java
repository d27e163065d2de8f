package dev.llmdriver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatStream.State;
import dev.llmdriver.error.CancelledException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.testing.EventSource;
import dev.llmdriver.testing.ManualEngine;
import dev.llmdriver.testing.ManualExchange;
import dev.llmdriver.testing.Probe;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cancel, events, errors, demand and claims all at once. The seed is in each failure's message. */
class ChatStreamRaceTest {
    private static final int ROUNDS = 4000;
    private static final long PATIENCE_SECONDS = 30;
    private static final List<State> ENDS = List.of(State.COMPLETED, State.FAILED, State.CANCELLED);

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void cancelEventsErrorAndDemand() throws Exception {
        Set<State> seen = EnumSet.noneOf(State.class);
        for (int round = 0; round < ROUNDS; round++) {
            ManualEngine engine = new ManualEngine();
            ChatStream stream = engine.model(round % 2 == 0 ? Runnable::run : threads).stream("Hello");
            CompletableFuture<ChatResponse> completion = stream.completion();
            Probe probe = new Probe(0);
            stream.subscribe(probe);
            int events = random.nextInt(6);
            boolean fails = random.nextBoolean();
            together(
                    () -> send(engine.exchange(), events, fails),
                    () -> ask(probe, events + 1),
                    random.nextInt(3) > 0 ? stream::cancel : () -> {});
            awaitEnd(completion);
            check(stream, probe, completion, events);
            seen.add(stream.state());
        }
        assertThat(seen).as("ends seen, seed %s", seed).containsAll(ENDS);
    }

    private static void send(ManualExchange exchange, int events, boolean fails) {
        for (int i = 0; i < events; i++) {
            exchange.text("x");
        }
        if (fails) {
            exchange.fail(LlmException.builder(ErrorKind.SERVER_ERROR, "broke").build());
        } else {
            exchange.finish();
        }
    }

    private static void ask(Probe probe, int events) {
        for (int i = 0; i < events; i++) {
            probe.subscription().request(1);
        }
    }

    private void check(ChatStream stream, Probe probe, CompletableFuture<ChatResponse> completion, int events) {
        List<String> heard = probe.heard();
        long ends =
                heard.stream().filter(List.of("complete", "error")::contains).count();
        assertThat(probe.hasOverlapped()).as("overlap, seed %s", seed).isFalse();
        assertThat(stream.state()).as("state, seed %s", seed).isIn(ENDS);
        assertThat(heard.stream().filter("x"::equals).count()).isLessThanOrEqualTo(events);
        if (stream.state() == State.CANCELLED) {
            assertThat(ends)
                    .as("ends heard after cancel, seed %s: %s", seed, heard)
                    .isZero();
            assertThat(ChatStreamEndTest.failure(completion)).isInstanceOf(CancelledException.class);
        } else if (stream.state() == State.COMPLETED) {
            assertThat(completion).isCompleted();
            assertThat(completion.join().text()).hasSize(events);
        } else {
            assertThat(ChatStreamEndTest.partialText(withText(completion, events)))
                    .hasSize(events);
        }
    }

    private static LlmException withText(CompletableFuture<ChatResponse> completion, int events) {
        LlmException failure = ChatStreamEndTest.failure(completion);
        return events > 0
                ? failure
                : failure.toBuilder()
                        .partial(PartialAnswer.of(Message.assistant("")))
                        .build();
    }

    @Test
    void manyThreadsClaimAndOneWins() throws Exception {
        for (int round = 0; round < ROUNDS / 4; round++) {
            ManualEngine engine = new ManualEngine();
            ChatStream stream = engine.newStream();
            AtomicInteger won = new AtomicInteger();
            Runnable reads = () -> {
                try {
                    won.addAndGet(stream.iterator() == null ? 0 : 1);
                } catch (IllegalStateException lost) {
                    assertThat(lost).hasMessageContaining("consumed");
                }
            };
            Probe probe = new Probe(0);
            together(reads, reads, () -> stream.subscribe(probe));
            won.addAndGet(probe.heard().contains("error") ? 0 : 1);
            assertThat(won).hasValue(1);
            assertThat(engine.streamCalls()).isOne();
        }
    }

    @Test
    void aReaderLosesNoEventAndNoWakeUp() throws Exception {
        long events = 100_000;
        ChatStream stream = new EngineOf(
                        subscriber -> new EventSource(events).subscribe(new OnThread(subscriber, threads)))
                .newStream();
        Future<Long> reader = threads.submit(() -> {
            long count = 0;
            for (ChatEvent event : stream) {
                count += event == null ? 0 : 1;
            }
            return count;
        });
        assertThat(reader.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(events);
        assertThat(stream.state()).isEqualTo(State.COMPLETED);
    }

    @Test
    void aSubscriberOnAPoolHearsEverythingInSeries() throws Exception {
        long events = 50_000;
        ChatStream stream = new EngineOf(
                        subscriber -> new EventSource(events).subscribe(new OnThread(subscriber, threads)))
                .newStream(threads);
        CompletableFuture<ChatResponse> completion = stream.completion();
        AtomicInteger count = new AtomicInteger();
        Probe probe = new CountingProbe(count);
        stream.subscribe(probe);
        awaitEnd(completion);

        assertThat(count).hasValue((int) events);
        assertThat(probe.hasOverlapped()).isFalse();
    }

    private void together(Runnable... tasks) throws Exception {
        CyclicBarrier start = new CyclicBarrier(tasks.length);
        List<Future<?>> running = new ArrayList<>();
        for (Runnable task : tasks) {
            running.add(threads.submit(() -> {
                start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                task.run();
                return null;
            }));
        }
        for (Future<?> each : running) {
            each.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void awaitEnd(CompletableFuture<?> future) throws Exception {
        future.handle((value, failure) -> null).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
