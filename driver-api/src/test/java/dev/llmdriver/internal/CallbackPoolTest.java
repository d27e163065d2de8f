package dev.llmdriver.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinPool.ForkJoinWorkerThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What becomes of callbacks that were handed over together. */
class CallbackPoolTest {
    private final AtomicInteger made = new AtomicInteger();

    /** As where the system has no more threads. */
    private final ForkJoinWorkerThreadFactory stingy = owner -> {
        if (made.incrementAndGet() > 1) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        return ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(owner);
    };

    @Test
    void allRunThoughOnlyOneThreadCanBeMade() throws InterruptedException {
        CallbackPool pool = new CallbackPool(4, stingy);
        CountDownLatch ran = new CountDownLatch(5);
        Runnable task = ran::countDown;

        pool.execute(() -> pool.spread(List.of(task, task, task, task, task)));

        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(made.get()).isGreaterThan(1);
    }
}
