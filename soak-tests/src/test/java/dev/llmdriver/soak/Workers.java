package dev.llmdriver.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The threads of callers: every other one a virtual one, where the JDK has them. */
final class Workers implements AutoCloseable {
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private final ExecutorService platform = Executors.newCachedThreadPool(task -> new Thread(task, "soak-caller"));
    private final ExecutorService virtual = virtual(platform);

    private static ExecutorService virtual(ExecutorService otherwise) {
        try {
            return Runtime.version().feature() < FIRST_WITH_VIRTUAL_THREADS
                    ? otherwise
                    : (ExecutorService) Executors.class
                            .getMethod("newVirtualThreadPerTaskExecutor")
                            .invoke(null);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** Runs a task so many times at once, to the end of all; the first that fails is thrown. */
    void run(int times, Runnable task) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            running.add((i % 2 == 0 ? platform : virtual).submit(task));
        }
        try {
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause());
        } catch (InterruptedException unexpected) {
            throw new AssertionError("nobody interrupts this wait", unexpected);
        }
    }

    @Override
    public void close() {
        platform.shutdownNow();
        virtual.shutdownNow();
        try {
            if (!platform.awaitTermination(1, TimeUnit.MINUTES) || !virtual.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new AssertionError("callers are still at work");
            }
        } catch (InterruptedException unexpected) {
            throw new AssertionError("nobody interrupts this wait", unexpected);
        }
    }
}
