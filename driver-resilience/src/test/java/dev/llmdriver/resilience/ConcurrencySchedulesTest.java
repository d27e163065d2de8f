package dev.llmdriver.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.CallOptions;
import dev.llmdriver.resilience.internal.ConcurrencyGate;
import dev.llmdriver.resilience.internal.gate.Ask;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.resilience.internal.gate.Outcome;
import dev.llmdriver.resilience.internal.gate.Size;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.Scheduler;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds of places under every order of coming, leaving, giving up and waiting too long. */
class ConcurrencySchedulesTest {
    private static final Duration MAX_WAIT = Duration.ofSeconds(3);
    private static final Outcome DONE = new Outcome(Optional.empty(), Optional.empty(), 1);

    /** What may happen next. */
    enum Move {
        COME,
        COME_TOO,
        LEAVE,
        GIVE_UP,
        SECOND_PASSES
    }

    @Property(tries = 1000, seed = "20260314")
    void noOrderOfMovesBreaksTheLimitOrLosesAPlace(
            @ForAll @IntRange(min = 1, max = 4) int most, @ForAll List<Move> moves, @ForAll Random random) {
        Model model = new Model(most);
        for (Move move : moves) {
            model.move(move, random);
            model.check();
        }
        model.end();
    }

    /** The gate beside a list of those who wait, in their order, each with the time when it came. */
    private static final class Model {
        private final ManualScheduler clock = new ManualScheduler();
        private final ConcurrencyGate gate;
        private final int most;
        private final Deque<CompletableFuture<Gate.Pass>> inside = new ArrayDeque<>();
        private final List<CompletableFuture<Gate.Pass>> outside = new ArrayList<>();
        private final List<Long> cameAt = new ArrayList<>();

        Model(int most) {
            this.most = most;
            this.gate = new ConcurrencyGate(most, MAX_WAIT);
        }

        void move(Move move, Random random) {
            switch (move) {
                case COME, COME_TOO -> come();
                case LEAVE -> leave();
                case GIVE_UP -> giveUp(random);
                case SECOND_PASSES -> clock.advance(Duration.ofSeconds(1));
            }
            expire();
            letIn();
        }

        private void come() {
            outside.add(gate.enter(ask(clock)));
            cameAt.add(clock.nanoTime());
        }

        private void leave() {
            if (!inside.isEmpty()) {
                inside.remove().join().end(DONE);
            }
        }

        private void giveUp(Random random) {
            if (!outside.isEmpty()) {
                int who = random.nextInt(outside.size());
                cameAt.remove(who);
                assertThat(outside.remove(who).cancel(true)).isTrue();
            }
        }

        private void expire() {
            while (!outside.isEmpty() && clock.nanoTime() - cameAt.get(0) >= MAX_WAIT.toNanos()) {
                cameAt.remove(0);
                assertThat(outside.remove(0)).isCompletedExceptionally();
            }
        }

        private void letIn() {
            while (inside.size() < most && !outside.isEmpty()) {
                cameAt.remove(0);
                CompletableFuture<Gate.Pass> first = outside.remove(0);
                assertThat(first).as("the first of the queue has the place").isCompleted();
                inside.add(first);
            }
        }

        void check() {
            assertThat(inside).hasSizeLessThanOrEqualTo(most);
            assertThat(gate.free()).isEqualTo(most - inside.size());
            assertThat(outside).noneMatch(CompletableFuture::isDone);
            assertThat(clock.pendingAlarms()).isEqualTo(outside.size());
        }

        void end() {
            while (!inside.isEmpty()) {
                leave();
                letIn();
            }
            assertThat(gate.free()).isEqualTo(most);
            assertThat(clock.pendingAlarms()).isZero();
        }
    }

    @Example
    void threadsNeverBreakTheLimitNorLoseAPlace() throws Exception {
        int most = 3;
        ConcurrencyGate gate = new ConcurrencyGate(most, Duration.ofDays(1));
        ManualScheduler clock = new ManualScheduler();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger worst = new AtomicInteger();
        AtomicInteger passed = new AtomicInteger();
        AtomicInteger gaveUp = new AtomicInteger();
        int threads = 8;
        int rounds = 2000;
        CountDownLatch over = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            boolean impatient = t % 2 == 0;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < rounds; i++) {
                    CompletableFuture<Gate.Pass> place = gate.enter(ask(clock));
                    if (impatient && place.cancel(true)) {
                        gaveUp.incrementAndGet();
                    } else {
                        Gate.Pass pass = place.join();
                        worst.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.onSpinWait();
                        inside.decrementAndGet();
                        passed.incrementAndGet();
                        pass.end(DONE);
                    }
                }
                over.countDown();
            });
            thread.setDaemon(true);
            thread.start();
        }
        assertThat(over.await(60, TimeUnit.SECONDS)).as("all threads ended").isTrue();
        assertThat(worst.get()).isBetween(1, most);
        assertThat(passed.get() + gaveUp.get()).isEqualTo(threads * rounds);
        assertThat(gate.free()).isEqualTo(most);
        assertThat(clock.pendingAlarms()).isZero();
    }

    private static Ask ask(Scheduler scheduler) {
        return new Ask(
                ScriptedEngine.REF,
                CallContext.of(scheduler),
                () -> new Size(OptionalLong.empty(), OptionalLong.empty()),
                waiting -> {},
                CallOptions.none());
    }
}
