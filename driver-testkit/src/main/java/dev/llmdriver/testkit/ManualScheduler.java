package dev.llmdriver.testkit;

import dev.llmdriver.spi.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until it is told to go on. Alarms ring on the thread that advances it, in the order of their times, those
 * of one time in the order they were set; while one rings the clock shows its time. Starts at 2026-01-01T00:00:00Z. Thread-safe.
 *
 * <pre>{@code
 * ManualScheduler clock = new ManualScheduler();
 * clock.schedule(Duration.ofSeconds(30), task);
 * clock.advance(Duration.ofSeconds(30)); // runs the task
 * }</pre>
 */
public final class ManualScheduler implements Scheduler {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** A set, for a queue would look through all of them to take one out. */
    private final NavigableSet<Entry> alarms =
            new TreeSet<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::order));

    private long nanos;
    private long count;

    /** Creates a clock that stands still, without alarms. */
    public ManualScheduler() {}

    private record Entry(long at, long order, Runnable task) {}

    @Override
    public synchronized Instant now() {
        return START.plusNanos(nanos);
    }

    /** {@return the same time for code that reads a {@link Clock}; its zone is UTC unless it is given another} */
    public Clock clock() {
        return new View(ZoneOffset.UTC);
    }

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    @Override
    public synchronized Alarm schedule(Duration delay, Runnable task) {
        Objects.requireNonNull(task, "task");
        Entry entry = new Entry(nanos + Math.max(0, delay.toNanos()), count++, task);
        alarms.add(entry);
        return () -> cancel(entry);
    }

    private synchronized void cancel(Entry entry) {
        alarms.remove(entry);
    }

    /**
     * Goes on and rings every alarm on the way, those set by other alarms included.
     *
     * @param time zero rings what is due now
     */
    public void advance(Duration time) {
        long end = nanoTime() + time.toNanos();
        Entry due = nextUntil(end);
        while (due != null) {
            due.task().run();
            due = nextUntil(end);
        }
    }

    /** Takes the next alarm that is due and sets the clock to its time; without one, to the end. */
    private synchronized @Nullable Entry nextUntil(long end) {
        if (alarms.isEmpty() || alarms.first().at() > end) {
            nanos = Math.max(nanos, end);
            return null;
        }
        Entry first = alarms.pollFirst();
        nanos = Math.max(nanos, first.at());
        return first;
    }

    /** {@return the time from now to the next alarm; empty if none is set} */
    public synchronized Optional<Duration> untilNextAlarm() {
        return alarms.isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(alarms.first().at() - nanos));
    }

    /** {@return how many alarms are set} */
    public synchronized int pendingAlarms() {
        return alarms.size();
    }

    /** This scheduler's time in a zone. */
    private final class View extends Clock {
        private final ZoneId zone;

        View(ZoneId zone) {
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new View(other);
        }

        @Override
        public Instant instant() {
            return now();
        }
    }
}
