package dev.llmdriver.spi;

import dev.llmdriver.error.CancelledException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.internal.EventLoops;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waiting on behalf of the blocking faces: never on an event loop, and an interrupt cancels what is waited for. */
public final class Blocking {
    private Blocking() {}

    /**
     * Fails on an event loop.
     *
     * @param method the blocking method
     * @param twin what to call instead
     * @throws IllegalStateException on an event loop, naming the twin
     */
    public static void guard(String method, String twin) {
        if (EventLoops.isCurrent()) {
            throw new IllegalStateException(method + " would block the event loop "
                    + Thread.currentThread().getName() + "; use " + twin);
        }
    }

    /**
     * Waits; an interrupt cancels the call and keeps the thread's flag.
     *
     * @param future what is waited for
     * @param <T> type of the answer
     * @return the answer
     * @throws LlmException the call's failure, with the caller's own stack
     */
    public static <T> T await(CompletableFuture<T> future) {
        return await(future, () -> future.cancel(true));
    }

    /**
     * Waits; an interrupt cancels the call and keeps the thread's flag.
     *
     * @param future what is waited for
     * @param cancel what cancels the call; must end the future
     * @param <T> type of the answer
     * @return the answer
     * @throws LlmException the call's failure, with the caller's own stack
     */
    public static <T> T await(CompletableFuture<T> future, Runnable cancel) {
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            cancel.run();
            throw interrupted(future, interrupted);
        } catch (ExecutionException | CancellationException failed) {
            throw LlmException.of(failed).onThisStack();
        }
    }

    private static LlmException interrupted(CompletableFuture<?> future, InterruptedException cause) {
        Throwable failure = future.handle((value, thrown) -> thrown).join();
        LlmException known = failure == null ? cancelled() : LlmException.of(failure);
        return known instanceof CancelledException
                ? known.toBuilder().reason("interrupted").cause(cause).build()
                : known.onThisStack();
    }

    private static LlmException cancelled() {
        return LlmException.builder(ErrorKind.CANCELLED, "the waiting thread was interrupted")
                .build();
    }
}
