package dev.llmdriver.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedResourcesTest {
    private final SharedResources shared = new SharedResources();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();

    /** Something costly that knows whether it is open. */
    private final class Loops {
        private volatile boolean closed;

        Loops() {
            made.incrementAndGet();
            open.incrementAndGet();
        }

        void close() {
            assertThat(closed).as("closed twice").isFalse();
            closed = true;
            open.decrementAndGet();
        }
    }

    private Lease<Loops> lease() {
        return shared.lease(Loops.class, Loops::new, Loops::close);
    }

    @Test
    void theFirstMakesItAndTheLastClosesIt() {
        Lease<Loops> first = lease();
        Lease<Loops> second = lease();
        assertThat(first.get()).isSameAs(second.get());
        first.close();
        assertThat(second.get().closed).isFalse();
        second.close();
        assertThat(open).hasValue(0);
        assertThat(made).hasValue(1);
    }

    @Test
    void afterTheLastItIsMadeAnew() {
        Lease<Loops> first = lease();
        Loops before = first.get();
        first.close();
        try (Lease<Loops> second = lease()) {
            assertThat(second.get()).isNotSameAs(before);
        }
        assertThat(open).hasValue(0);
        assertThat(made).hasValue(2);
    }

    @Test
    void closingAShareTwiceCountsOnce() {
        Lease<Loops> first = lease();
        Lease<Loops> second = lease();
        first.close();
        first.close();
        assertThat(second.get().closed).isFalse();
        assertThatIllegalStateException().isThrownBy(first::get).withMessageContaining("given back");
        second.close();
        assertThat(open).hasValue(0);
    }

    @Test
    void typesAreApart() {
        try (Lease<Loops> loops = lease();
                Lease<StringBuilder> text = shared.lease(StringBuilder.class, StringBuilder::new, closed -> {})) {
            assertThat(loops.get()).isNotNull();
            assertThat(text.get()).isEmpty();
        }
    }

    @Test
    void aFactoryMayLeaseSomethingElse() {
        Lease<StringBuilder> text =
                shared.lease(StringBuilder.class, () -> new StringBuilder().append(lease().get().closed), closed -> {});

        assertThat(text.get()).hasToString("false");
    }

    @Test
    void aFactoryThatFailsLeavesNothingBehind() {
        assertThatIllegalStateException().isThrownBy(() -> shared.lease(Loops.class, () -> failing(), Loops::close));
        try (Lease<Loops> lease = lease()) {
            assertThat(lease.get().closed).isFalse();
        }
        assertThat(open).hasValue(0);
    }

    private static Loops failing() {
        throw new IllegalStateException("no threads left");
    }

    @Test
    void manyThreadsNeverSeeAClosedOne() throws Exception {
        int threads = 4;
        int rounds = 5000;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(() -> {
                    start.await();
                    for (int round = 0; round < rounds; round++) {
                        try (Lease<Loops> lease = lease()) {
                            assertThat(lease.get().closed).isFalse();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get(30, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(open).as("all closed").hasValue(0);
        assertThat(made.get()).isBetween(1, threads * rounds);
    }
}
