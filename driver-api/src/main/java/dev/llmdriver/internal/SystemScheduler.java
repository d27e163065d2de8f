package dev.llmdriver.internal;

import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The system's clocks and one daemon thread for alarms, which only hands work on. */
public final class SystemScheduler implements Scheduler {
    /** The one instance. */
    public static final Scheduler INSTANCE = new SystemScheduler();

    private SystemScheduler() {}

    /** Holds the thread's executor, so that it is made by the first alarm only. */
    private static final class Alarms {
        static final ScheduledThreadPoolExecutor EXECUTOR = create();

        private static ScheduledThreadPoolExecutor create() {
            ScheduledThreadPoolExecutor executor =
                    new ScheduledThreadPoolExecutor(1, task -> CallbackExecutors.daemon(task, "llm-driver-timer"));
            executor.setRemoveOnCancelPolicy(true);
            return executor;
        }
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Alarm schedule(Duration delay, Runnable task) {
        // Milliseconds where nanoseconds would overflow: nobody waits for 292 years.
        Future<?> future = delay.toDays() < 1
                ? Alarms.EXECUTOR.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS)
                : Alarms.EXECUTOR.schedule(task, delay.toSeconds(), TimeUnit.SECONDS);
        return () -> future.cancel(false);
    }
}
