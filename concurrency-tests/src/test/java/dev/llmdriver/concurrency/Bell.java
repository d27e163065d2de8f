package dev.llmdriver.concurrency;

import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** A clock that stands still and whose alarms ring when an actor says so. */
public final class Bell implements Scheduler {
    private final Queue<Ring> rings = new ConcurrentLinkedQueue<>();

    /** A task runs once, and not after it was called off. */
    private static final class Ring implements Alarm {
        private final AtomicBoolean over = new AtomicBoolean();
        private final Runnable task;
        private final boolean due;

        Ring(Runnable task, boolean due) {
            this.task = task;
            this.due = due;
        }

        void run() {
            if (over.compareAndSet(false, true)) {
                task.run();
            }
        }

        @Override
        public void cancel() {
            over.set(true);
        }
    }

    @Override
    public Instant now() {
        return Instant.EPOCH;
    }

    @Override
    public long nanoTime() {
        return 0;
    }

    @Override
    public Alarm schedule(Duration delay, Runnable task) {
        Ring ring = new Ring(task, delay.isZero());
        rings.add(ring);
        return ring;
    }

    /** Waits for the next alarm to be set, and rings it unless it was called off. */
    public void ringNext() {
        Ring next = rings.poll();
        while (next == null) {
            Thread.onSpinWait();
            next = rings.poll();
        }
        next.run();
    }

    /** Rings whatever is set, and what is set meanwhile. */
    public void ringAll() {
        for (Ring next = rings.poll(); next != null; next = rings.poll()) {
            next.run();
        }
    }

    /** Rings what was set without a delay. */
    public void ringDue() {
        rings.stream().filter(ring -> ring.due).forEach(Ring::run);
    }

    /** {@return how many alarms would still ring} */
    public long pending() {
        return rings.stream().filter(ring -> !ring.over.get()).count();
    }
}
