package dev.llmdriver.internal;

import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * The system's clocks and one daemon thread for alarms, which only hands work on. Alarms never ring early, and up to two ticks of 4 ms
 * late: nobody who waits for seconds notices, and calls that end in time never wake the thread.
 */
public final class SystemScheduler implements Scheduler {
    /** The one instance. */
    public static final Scheduler INSTANCE = new SystemScheduler();

    private static final long TICK = Duration.ofMillis(4).toNanos();
    private static final Duration LONGEST =
            Duration.ofDays(36_500); // nobody waits that long, and nanoseconds can say it

    private SystemScheduler() {}

    /** Holds wheel and thread, so that they are made by the first alarm only. */
    private static final class Alarms {
        static final long START = System.nanoTime();
        static final TimerWheel WHEEL = new TimerWheel();
        static final Thread THREAD = CallbackExecutors.daemon(Alarms::turn, "llm-driver-timer");

        static {
            THREAD.start();
        }

        /** The first tick that begins after the delay, so that no alarm rings early. */
        static long tickAfter(Duration delay) {
            Duration bounded = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
            return (passed() + Math.max(0, bounded.toNanos())) / TICK + 1;
        }

        private static long passed() {
            return System.nanoTime() - START;
        }

        private static void turn() {
            while (true) {
                long next = WHEEL.next();
                long now = passed();
                if (next <= now / TICK) {
                    WHEEL.turn(now / TICK);
                } else if (next == TimerWheel.NEVER) {
                    LockSupport.park(WHEEL);
                } else {
                    LockSupport.parkNanos(WHEEL, next * TICK - now);
                }
            }
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
        TimerWheel.Entry alarm = Alarms.WHEEL.add(Alarms.tickAfter(delay), task);
        if (Alarms.WHEEL.isFirst(alarm)) {
            LockSupport.unpark(Alarms.THREAD);
        }
        return alarm;
    }
}
