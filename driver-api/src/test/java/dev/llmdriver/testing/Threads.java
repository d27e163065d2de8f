package dev.llmdriver.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Threads of tests: nothing sleeps, and nothing waits for ever. They are virtual where the JDK has such, which are looked up because
 * this code is compiled for JDK 17.
 */
public final class Threads {
    private static final long PATIENCE_SECONDS = 30;
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private Threads() {}

    /** Runs a task on a thread of its own; what it throws ends the future. */
    public static <T> Task<T> start(Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable body = () -> complete(result, task);
        boolean virtual = Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS;
        return new Task<>(virtual ? virtual(body) : platform(body), result);
    }

    private static Thread platform(Runnable body) {
        Thread thread = new Thread(body);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static Thread virtual(Runnable body) {
        try {
            return (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, body);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static <T> void complete(CompletableFuture<T> result, Supplier<T> task) {
        try {
            result.complete(task.get());
        } catch (Throwable thrown) {
            result.completeExceptionally(thrown);
        }
    }

    /** A running task. */
    public record Task<T>(Thread thread, CompletableFuture<T> result) {
        /** Waits until the thread sleeps inside what it called. */
        public Task<T> awaitBlocked() {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (thread.getState() != Thread.State.WAITING) {
                assertThat(System.nanoTime()).as("time to block").isLessThan(end);
                assertThat(result).as("blocks").isNotDone();
                Thread.onSpinWait();
            }
            return this;
        }

        /** What the task returned. */
        public T get() throws ExecutionException, InterruptedException, TimeoutException {
            return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        /** What the task threw. */
        public Throwable failure() throws InterruptedException, TimeoutException {
            try {
                T value = get();
                throw new AssertionError("expected a failure, but got " + value);
            } catch (ExecutionException failed) {
                return failed.getCause();
            }
        }
    }
}
