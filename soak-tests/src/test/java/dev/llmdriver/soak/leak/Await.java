package dev.llmdriver.soak.leak;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition that must come true, with a bound that only a fault exceeds. */
public final class Await {
    /** So long that no loaded machine needs it. */
    public static final Duration BOUND = Duration.ofMinutes(5);

    private static final long LOOK_AGAIN = Duration.ofMillis(5).toNanos();

    private Await() {}

    /**
     * Waits until the condition is true.
     *
     * @param what what is waited for
     * @param condition looked at again and again
     * @param seen what is told if it stays false
     */
    public static void until(String what, BooleanSupplier condition, Supplier<?> seen) {
        long end = System.nanoTime() + BOUND.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("Waited " + BOUND.toSeconds() + "s for " + what + ", but saw " + seen.get());
            }
            LockSupport.parkNanos(LOOK_AGAIN);
        }
    }
}
