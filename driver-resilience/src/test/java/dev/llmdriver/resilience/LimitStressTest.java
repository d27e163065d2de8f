package dev.llmdriver.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Price;
import dev.llmdriver.Usage;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.testkit.ManualScheduler;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Many threads at once: what is reserved never adds up to more than the limit, nobody is forgotten, and all comes back. */
class LimitStressTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 1000;
    private static final int MOST = 3;

    private final ManualScheduler clock = new ManualScheduler();
    private final LimitStore memory = LimitStore.inProcess(clock);
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong worst = new AtomicLong();

    /** A store that answers whenever it likes, in any order. */
    private record Unordered(LimitStore store, ExecutorService pool) implements LimitStore {
        private <T> CompletionStage<T> later(Supplier<CompletionStage<T>> question) {
            return CompletableFuture.supplyAsync(question, pool).thenCompose(answer -> answer);
        }

        @Override
        public CompletionStage<Verdict> take(List<Share> shares) {
            return later(() -> store.take(shares).thenApply(this::unordered));
        }

        private Verdict unordered(Verdict verdict) {
            return verdict instanceof Reservation taken
                    ? (Reservation) used -> later(() -> taken.settle(used))
                    : verdict;
        }

        @Override
        public CompletionStage<Wait> foresee(List<Share> shares) {
            return later(() -> store.foresee(shares));
        }

        @Override
        public CompletionStage<Void> close(List<Limit> limits, Duration time) {
            return later(() -> store.close(limits, time));
        }

        @Override
        public long remaining(Limit limit) {
            return store.remaining(limit);
        }
    }

    @Test
    void threadsBeforeAStoreInMemory() throws Exception {
        askFromManyThreads(memory);

        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void threadsBeforeAStoreThatAnswersInAnyOrder() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            askFromManyThreads(new Unordered(memory, pool));
        } finally {
            pool.shutdownNow();
        }
    }

    private void askFromManyThreads(LimitStore store) throws Exception {
        Gate gate = RateLimiter.builder("fast")
                .store(store)
                .requests(Span.DAY, MOST)
                .maxWait(Duration.ofDays(2))
                .build()
                .gate();

        inThreads(thread -> {
            Asker asker = Asker.of(gate, clock);
            if (thread % 2 == 1 || !asker.pass.cancel(true)) {
                asker.pass.join();
                hold(1);
                asker.neverLeft();
            }
        });

        assertThat(worst.get()).isBetween(1L, (long) MOST);
        // What was granted to somebody who had given up may still be on its way back.
        Asker last = Asker.of(gate, clock);
        last.pass.get(60, TimeUnit.SECONDS);
        last.neverLeft();
    }

    @Test
    void threadsBeforeABudget() throws Exception {
        Budget budget = Budget.builder("fast")
                .store(memory)
                .usd(Span.TOTAL, BigDecimal.valueOf(1000, 9))
                .price(new Price(1_000_000, 1_000_000))
                .build();
        AtomicLong spent = new AtomicLong();

        inThreads(thread -> {
            int most = 100 + 37 * thread;
            Asker asker = Asker.of(budget.gate(), clock, 0, most);
            if (asker.isIn()) {
                hold(most);
                if (thread == 0 && spent.get() < 300) {
                    spent.incrementAndGet();
                    asker.sends().answered(Usage.of(0, 1));
                } else {
                    asker.neverLeft();
                }
            }
        });

        Limit limit = new Limit("fast", Unit.USD, Span.TOTAL, 1000, ZoneOffset.UTC);
        assertThat(memory.remaining(limit)).isEqualTo(1000 - spent.get());
        assertThat(worst.get()).isBetween(1L, 1000L);
    }

    private void hold(long amount) {
        worst.accumulateAndGet(held.addAndGet(amount), Math::max);
        Thread.onSpinWait();
        held.addAndGet(-amount);
    }

    private static void inThreads(IntConsumer round) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(THREADS);
        for (int t = 0; t < THREADS; t++) {
            int number = t;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    round.accept(number);
                }
                over.countDown();
            });
            thread.setDaemon(true);
            thread.start();
        }
        assertThat(over.await(120, TimeUnit.SECONDS)).as("all threads ended").isTrue();
    }
}
