package dev.llmdriver.testkit.internal;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A lock around what a twin has seen, and a way to wait for it to change. */
public final class Watch {
    /** Conditions may depend on time that passes, so they are looked at again without a change. */
    private static final long LOOK_AGAIN_MILLIS = 10;

    /** Changes what is guarded. */
    public synchronized void change(Runnable change) {
        change.run();
        notifyAll();
    }

    /** {@return what is guarded, seen whole} */
    public synchronized <T> T read(Supplier<T> value) {
        return value.get();
    }

    /** {@return whether the condition came true in time} */
    public synchronized boolean await(BooleanSupplier condition, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            try {
                wait(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
