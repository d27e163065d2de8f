package dev.llmdriver.http;

import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A clock that moves when told to. */
final class VirtualClock implements Scheduler {
    private static final Instant EPOCH = Instant.parse("2025-06-01T00:00:00Z");

    private final List<Entry> entries = new ArrayList<>();
    private long nanos;
    private int everSet;

    private record Entry(long at, Runnable task) {}

    @Override
    public synchronized Instant now() {
        return EPOCH.plusNanos(nanos);
    }

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    @Override
    public synchronized Alarm schedule(Duration delay, Runnable task) {
        Entry entry = new Entry(nanos + delay.toNanos(), task);
        entries.add(entry);
        everSet++;
        notifyAll();
        return () -> remove(entry);
    }

    private synchronized void remove(Entry entry) {
        entries.remove(entry);
    }

    /** {@return how many alarms are set} */
    synchronized int alarms() {
        return entries.size();
    }

    synchronized int everSet() {
        return everSet;
    }

    /** Waits until an alarm is set that rings within that time. */
    synchronized void awaitAlarm(Duration within) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (entries.stream().noneMatch(entry -> entry.at() - nanos <= within.toNanos())) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no alarm was set");
            }
            wait(100);
        }
    }

    void advance(Duration by) {
        List<Entry> due;
        synchronized (this) {
            nanos += by.toNanos();
            due = entries.stream()
                    .filter(entry -> entry.at() <= nanos)
                    .sorted(Comparator.comparingLong(Entry::at))
                    .toList();
            entries.removeAll(due);
        }
        due.forEach(entry -> entry.task().run());
    }
}
