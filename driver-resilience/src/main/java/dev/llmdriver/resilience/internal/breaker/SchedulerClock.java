package dev.llmdriver.resilience.internal.breaker;

import dev.llmdriver.spi.Scheduler;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A call's time for libraries that read a {@link Clock}. */
final class SchedulerClock extends Clock {
    private final Scheduler scheduler;
    private final ZoneId zone;

    private SchedulerClock(Scheduler scheduler, ZoneId zone) {
        this.scheduler = scheduler;
        this.zone = zone;
    }

    /** {@return a clock that shows the scheduler's time, its zone being UTC} */
    static Clock of(Scheduler scheduler) {
        return new SchedulerClock(scheduler, ZoneOffset.UTC);
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SchedulerClock(scheduler, other);
    }

    @Override
    public Instant instant() {
        return scheduler.now();
    }
}
