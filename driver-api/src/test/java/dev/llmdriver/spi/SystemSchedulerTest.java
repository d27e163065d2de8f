package dev.llmdriver.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SystemSchedulerTest {
    @Test
    void anAlarmRunsOnAnotherThreadThatHoldsNoProcess() throws Exception {
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        Scheduler.system().schedule(Duration.ZERO, () -> ran.complete(Thread.currentThread()));

        Thread thread = ran.get(30, TimeUnit.SECONDS);
        assertThat(thread).isNotSameAs(Thread.currentThread());
        assertThat(thread.isDaemon()).isTrue();
    }

    @Test
    void anAlarmCalledOffNeverRuns() throws Exception {
        AtomicBoolean ran = new AtomicBoolean();
        CountDownLatch calledOff = new CountDownLatch(1);
        Scheduler.system().schedule(Duration.ZERO, () -> await(calledOff)); // holds the one thread meanwhile
        Scheduler.Alarm alarm = Scheduler.system().schedule(Duration.ofNanos(1), () -> ran.set(true));
        alarm.cancel();
        alarm.cancel();
        CompletableFuture<Void> later = new CompletableFuture<>();
        Scheduler.system().schedule(Duration.ofNanos(2), () -> later.complete(null));
        calledOff.countDown();
        later.get(30, TimeUnit.SECONDS);

        assertThat(ran).isFalse();
    }

    @Test
    void noDelayIsTooLong() {
        Scheduler.Alarm alarm = Scheduler.system().schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> {});
        alarm.cancel();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
