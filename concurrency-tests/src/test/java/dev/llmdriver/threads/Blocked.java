package dev.llmdriver.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * A call on a thread of its own.
 *
 * @param thread which
 * @param result what it returned or threw
 * @param <T> what it returns
 */
record Blocked<T>(Thread thread, CompletableFuture<T> result) {
    private static final long PATIENCE_SECONDS = 120;

    /** Waits, as long as a loaded machine may take, for something that another thread does. */
    static void await(String what, BooleanSupplier happened) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!happened.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** Waits until the thread sleeps inside what it called. */
    Blocked<T> awaitBlocked() {
        await("time to block", () -> {
            assertThat(result).as("blocks").isNotDone();
            return thread.getState() == Thread.State.WAITING;
        });
        return this;
    }

    T get() throws ExecutionException, InterruptedException, TimeoutException {
        return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    Throwable failure() throws InterruptedException, TimeoutException {
        try {
            throw new AssertionError("expected a failure, but got " + get());
        } catch (ExecutionException failed) {
            return failed.getCause();
        }
    }
}
