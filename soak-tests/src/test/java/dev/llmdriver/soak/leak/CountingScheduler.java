package dev.llmdriver.soak.leak;

import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The system's alarms, counted. Its day begins at eight, so that no day, and no limit's window of one, ends while a test runs. */
public final class CountingScheduler implements Scheduler {
    private final Instant begin = Instant.parse("2026-03-02T08:00:00Z");
    private final long beginNanos = System.nanoTime();
    private final Set<Object> pending = ConcurrentHashMap.newKeySet();
    private final AtomicLong scheduled = new AtomicLong();

    /** {@return how many alarms have neither rung nor been called off} */
    public int pending() {
        return pending.size();
    }

    /** {@return how many alarms were set so far} */
    public long scheduled() {
        return scheduled.get();
    }

    @Override
    public Instant now() {
        return begin.plusNanos(nanoTime() - beginNanos);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Alarm schedule(Duration delay, Runnable task) {
        Object token = new Object();
        pending.add(token);
        scheduled.incrementAndGet();
        Alarm alarm = Scheduler.system().schedule(delay, () -> {
            pending.remove(token);
            task.run();
        });
        return () -> {
            alarm.cancel();
            pending.remove(token);
        };
    }
}
