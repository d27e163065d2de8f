package dev.llmdriver.internal;

import java.util.concurrent.Executor;

/** The default executor of callbacks: bounded, shared by all providers, daemon threads that end when idle. */
public final class CallbackExecutors {
    private static final int THREADS =
            Math.max(4, Math.min(8, Runtime.getRuntime().availableProcessors()));

    private CallbackExecutors() {}

    private static final class Shared {
        static final Executor EXECUTOR = new CallbackPool(THREADS);
    }

    /** {@return the shared pool} */
    public static Executor shared() {
        // Called when a provider is opened; the pool itself is made by the first callback.
        return task -> Shared.EXECUTOR.execute(task);
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
