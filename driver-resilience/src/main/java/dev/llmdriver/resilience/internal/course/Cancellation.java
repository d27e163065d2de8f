package dev.llmdriver.resilience.internal.course;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Where a call's cancel goes: to whatever it is doing now, a request or a wait. Thread-safe. */
public final class Cancellation {
    /** How to stop it; null once the call was cancelled. */
    private final AtomicReference<@Nullable Runnable> current = new AtomicReference<>(Cancellation::nothing);

    /** Says how to stop what is being done now; stops it at once if the call was cancelled already. */
    public void set(Runnable stop) {
        if (current.getAndUpdate(before -> before == null ? null : stop) == null) {
            stop.run();
        }
    }

    public boolean isCancelled() {
        return current.get() == null;
    }

    /** Stops what is being done now, and everything that is begun later. Idempotent. */
    public void cancel() {
        Runnable stop = current.getAndSet(null);
        if (stop != null) {
            stop.run();
        }
    }

    private static void nothing() {}
}
