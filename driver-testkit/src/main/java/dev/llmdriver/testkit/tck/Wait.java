package dev.llmdriver.testkit.tck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for what must come, never longer than needed. */
final class Wait {
    private static final long STEP = 1_000_000;

    private Wait() {}

    /** Waits until this is so. */
    static void until(String what, BooleanSupplier holds) {
        within(Scenario.SOON, what, holds);
    }

    /** Waits until this is so, but not longer than this. */
    static void within(Duration time, String what, BooleanSupplier holds) {
        Check.that(maybe(time, holds), "within " + time.toMillis() + " ms: " + what);
    }

    /**
     * Tries something that may not take longer than this. One quick try of three will do: a machine that stands still delays what is
     * quick, but nothing hurries what is slow.
     */
    static void quickly(Duration limit, String what, Supplier<Duration> attempt) {
        List<Duration> took = new ArrayList<>();
        while (took.size() < 3) {
            Duration one = attempt.get();
            if (one.compareTo(limit) < 0) {
                return;
            }
            took.add(one);
        }
        throw new AssertionError("within " + limit.toMillis() + " ms: " + what + ", but it took " + took);
    }

    /** {@return whether this came to be so in time} */
    static boolean maybe(Duration time, BooleanSupplier holds) {
        long end = System.nanoTime() + time.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(STEP);
        }
        return true;
    }

    /** {@return what the future gives} */
    static <T> T value(CompletableFuture<T> future) {
        Object outcome = outcome(future);
        if (outcome instanceof Throwable failure) {
            throw new AssertionError("the call must succeed but failed: " + failure, failure);
        }
        return future.join();
    }

    /** {@return what the future fails with, as it was given, without what the JDK wraps around it} */
    static Throwable failure(CompletableFuture<?> future) {
        return Check.is("the outcome of the call", Throwable.class, outcome(future));
    }

    private static @Nullable Object outcome(CompletableFuture<?> future) {
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        future.whenComplete((value, failure) -> outcome.complete(failure == null ? value : failure));
        try {
            return outcome.get(Scenario.SOON.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the call has not ended after " + Scenario.SOON.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
