package dev.llmdriver.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The default executor of callbacks: bounded, shared by all providers, daemon threads that end when idle. */
public final class CallbackExecutors {
    private static final int THREADS =
            Math.max(4, Math.min(8, 2 * Runtime.getRuntime().availableProcessors()));

    private CallbackExecutors() {}

    private static final class Shared {
        static final Executor EXECUTOR = create();
    }

    /** {@return the shared pool} */
    public static Executor shared() {
        // Called when a provider is opened; the pool itself is made by the first callback.
        return task -> Shared.EXECUTOR.execute(task);
    }

    private static Executor create() {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> daemon(task, "llm-driver-callback-" + count.incrementAndGet()));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
