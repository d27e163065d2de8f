package dev.llmdriver.client.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The default executor of tools: bounded, shared by all loops, daemon threads that end when idle. */
public final class ToolThreads {
    /** Tools mostly wait for others, so there are more of them than processors. */
    private static final int THREADS = 32;

    private ToolThreads() {}

    private static final class Shared {
        static final Executor EXECUTOR = create();
    }

    /** {@return the shared pool; its first thread is made by the first tool} */
    public static Executor shared() {
        return task -> Shared.EXECUTOR.execute(task);
    }

    private static Executor create() {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "llm-driver-tool-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
