package dev.llmdriver.spi;

import dev.llmdriver.internal.SystemScheduler;
import java.time.Duration;
import java.time.Instant;

/**
 * Clock and alarm in one, so that a virtual one cannot disagree with itself. Everything that measures or waits goes through it.
 * Thread-safe.
 */
public interface Scheduler {
    /** {@return the real one: the system's clocks and one daemon thread, started by the first alarm} */
    static Scheduler system() {
        return SystemScheduler.INSTANCE;
    }

    /** {@return the time of day} */
    Instant now();

    /** {@return a clock that only goes forward, in nanoseconds since some moment} */
    long nanoTime();

    /**
     * Runs a task later.
     *
     * @param delay from now; zero or less runs it as soon as possible, never on the calling stack
     * @param task short and never blocking
     * @return the way to call it off
     */
    Alarm schedule(Duration delay, Runnable task);

    /** The way to call a task off. */
    interface Alarm {
        /** Calls the task off if it has not begun. Idempotent. */
        void cancel();
    }
}
