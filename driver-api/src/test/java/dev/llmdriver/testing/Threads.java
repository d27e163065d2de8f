package dev.llmdriver.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Threads of tests: nothing sleeps, and nothing waits for ever. */
public final class Threads {
    private static final long PATIENCE_SECONDS = 30;

    private Threads() {}

    /** Runs a task on a thread of its own; what it throws ends the future. */
    public static <T> Task<T> start(Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> complete(result, task));
        thread.setDaemon(true);
        thread.start();
        return new Task<>(thread, result);
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
