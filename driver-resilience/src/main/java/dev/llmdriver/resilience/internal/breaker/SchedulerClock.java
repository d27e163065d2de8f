package dev.llmdriver.resilience.internal.breaker;

import dev.llmdriver.spi.Scheduler;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A call's time for libraries that read a {@link Clock}: it only goes forward, for they take differences of it. */
final class SchedulerClock extends Clock {
    private final Scheduler scheduler;
    private final ZoneId zone;
    private final Instant begin;
    private final long beginNanos;

    private SchedulerClock(Scheduler scheduler, ZoneId zone, Instant begin, long beginNanos) {
        this.scheduler = scheduler;
        this.zone = zone;
        this.begin = begin;
        this.beginNanos = beginNanos;
    }

    /** {@return a clock that shows the scheduler's time and goes on from there, its zone being UTC} */
    static Clock of(Scheduler scheduler) {
        return new SchedulerClock(scheduler, ZoneOffset.UTC, scheduler.now(), scheduler.nanoTime());
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SchedulerClock(scheduler, other, begin, beginNanos);
    }

    @Override
    public Instant instant() {
        return begin.plusNanos(scheduler.nanoTime() - beginNanos);
    }
}
