package dev.llmdriver.internal;

import dev.llmdriver.spi.Scheduler;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Alarms by the tick at which they ring, in a hashed wheel (Varghese and Lauck, 1987): setting one and calling it off take constant time
 * however many are pending, and most are called off, for calls end before their deadlines. Alarms may be set and called off on any
 * thread; one thread alone turns the wheel.
 */
final class TimerWheel {
    /** What {@link #next} gives while no alarm is set. */
    static final long NEVER = Long.MAX_VALUE;

    private static final System.Logger LOG = System.getLogger("dev.llmdriver");
    private static final int SLOTS = 1024; // a power of two

    private final Slot[] slots = new Slot[SLOTS];

    /** The first tick with something to look at, as far as is known since the wheel was turned. */
    private final AtomicLong next = new AtomicLong(NEVER);

    private long turned;

    TimerWheel() {
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slot();
        }
    }

    /**
     * Sets an alarm.
     *
     * @param tick when it rings; with the next turn if that is past
     * @param task what is run then, on the thread that turns the wheel
     */
    Entry add(long tick, Runnable task) {
        Slot slot = slot(tick);
        Entry entry = new Entry(slot, tick, task);
        slot.link(entry);
        return entry;
    }

    /** {@return whether an alarm that was just set rings before {@link #next}, so that whoever turns the wheel must hear of it} */
    boolean isFirst(Entry entry) {
        return entry.tick < next.get() && entry.tick < next.getAndAccumulate(entry.tick, Math::min);
    }

    /** {@return the tick at which the wheel is to be turned again} */
    long next() {
        return next.get();
    }

    /** Runs what rings up to a tick, then looks for what rings next, at most one round ahead. */
    void turn(long now) {
        // An alarm may have been set behind the wheel's back: its setter had read the clock before we did.
        long from = Math.min(turned + 1, next.getAndSet(NEVER));
        for (long tick = Math.max(from, now - SLOTS + 1); tick <= now; tick++) {
            slot(tick).ring(now);
        }
        turned = now;
        for (long tick = now + 1; tick <= now + SLOTS; tick++) {
            if (!slot(tick).isEmpty()) {
                next.accumulateAndGet(tick, Math::min);
                return;
            }
        }
    }

    private Slot slot(long tick) {
        return slots[(int) (tick & (SLOTS - 1))];
    }

    /** The alarms whose ticks have their lowest bits in common, in the order in which they were set. */
    private static final class Slot {
        /** Before the first and after the last. */
        private final Entry ends = new Entry(this, NEVER, () -> {});

        Slot() {
            ends.before = ends;
            ends.after = ends;
        }

        synchronized boolean isEmpty() {
            return ends.after == ends;
        }

        synchronized void link(Entry entry) {
            entry.insert(ends.before, ends);
        }

        synchronized void unlink(Entry entry) {
            entry.remove();
        }

        /** The tasks run outside the lock, for they may set alarms. */
        void ring(long now) {
            for (Entry due = takeDue(now); due != null; due = takeDue(now)) {
                due.run();
            }
        }

        private synchronized @Nullable Entry takeDue(long now) {
            Entry entry = ends.after;
            while (entry != ends && entry.tick > now) {
                entry = entry.after;
            }
            if (entry == ends) {
                return null;
            }
            entry.remove();
            return entry;
        }
    }

    /** An alarm. Its slot's lock guards its links; an alarm that is in no slot is linked to itself. */
    static final class Entry implements Scheduler.Alarm {
        private final Slot slot;
        private final long tick;
        private final Runnable task;
        private Entry before = this;
        private Entry after = this;

        private Entry(Slot slot, long tick, Runnable task) {
            this.slot = slot;
            this.tick = tick;
            this.task = task;
        }

        @Override
        public void cancel() {
            slot.unlink(this);
        }

        private void insert(Entry left, Entry right) {
            before = left;
            after = right;
            left.after = this;
            right.before = this;
        }

        private void remove() {
            before.after = after;
            after.before = before;
            before = this;
            after = this;
        }

        /** What a task throws must not end the thread that all others wait for. */
        private void run() {
            try {
                task.run();
            } catch (RuntimeException | Error thrown) {
                LOG.log(Level.WARNING, "an alarm's task failed", thrown);
            }
        }
    }
}
