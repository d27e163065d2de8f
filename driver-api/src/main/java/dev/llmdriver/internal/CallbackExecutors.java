package dev.llmdriver.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinPool.ForkJoinWorkerThreadFactory;
import java.util.concurrent.ForkJoinWorkerThread;
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

    /** First in, first out; wakes a thread for a burst of callbacks, not for each; makes no more threads for those that block. */
    private static Executor create() {
        AtomicInteger count = new AtomicInteger();
        ForkJoinWorkerThreadFactory threads = pool -> {
            ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
            thread.setName("llm-driver-callback-" + count.incrementAndGet());
            return thread;
        };
        return new ForkJoinPool(THREADS, threads, null, true, THREADS, THREADS, 0, pool -> true, 30, TimeUnit.SECONDS);
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
