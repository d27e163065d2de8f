package dev.llmdriver.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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
        Scheduler.Alarm alarm = Scheduler.system().schedule(Duration.ofMillis(20), () -> ran.set(true));
        alarm.cancel();
        alarm.cancel();
        CompletableFuture<Void> later = new CompletableFuture<>();
        Scheduler.system().schedule(Duration.ofMillis(40), () -> later.complete(null));
        later.get(30, TimeUnit.SECONDS);

        assertThat(ran).isFalse();
    }

    @Test
    void noDelayIsTooLong() {
        Scheduler.Alarm alarm = Scheduler.system().schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> {});
        alarm.cancel();
    }
}
