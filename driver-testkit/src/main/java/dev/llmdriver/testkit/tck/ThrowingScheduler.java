package dev.llmdriver.testkit.tck;

import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;

/** A clock whose alarms cannot be set: foreign code that throws inside a driver. */
record ThrowingScheduler(RuntimeException thrown) implements Scheduler {
    @Override
    public Instant now() {
        return Scheduler.system().now();
    }

    @Override
    public long nanoTime() {
        return Scheduler.system().nanoTime();
    }

    @Override
    public Alarm schedule(Duration delay, Runnable task) {
        throw thrown;
    }
}
