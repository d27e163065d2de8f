package dev.llmdriver.internal;

import dev.llmdriver.Attempt;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.CancelledException;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.Blocking;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallFuture;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Moves completions to the callback executor. */
final class Futures {
    private Futures() {}

    /** {@return what an engine returns; what it throws instead becomes a failed future} */
    static <T> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> call) {
        try {
            return call.get();
        } catch (Throwable thrown) { // errors too: a stream that begins so fails likewise
            return CompletableFuture.failedFuture(LlmException.of(thrown));
        }
    }

    /** Waits for a call. An interrupt ends it before its driver can say what had left the process, so that is said here. */
    static <T> T await(CompletableFuture<T> future, CallContext call, ModelRef asked) {
        try {
            return Blocking.await(future);
        } catch (CancelledException cancelled) {
            List<Attempt> left = call.ledger().attempts();
            if (left.isEmpty() || !cancelled.attempts().isEmpty()) {
                throw cancelled;
            }
            LlmException told = cancelled.toBuilder().ref(asked).attempts(left).build();
            told.setStackTrace(cancelled.getStackTrace());
            throw told;
        }
    }

    /** {@return a future that ends like another, but on an executor; cancelling it cancels the other} */
    static <T> CompletableFuture<T> hop(CompletableFuture<T> source, Executor executor) {
        return follow(source, executor, () -> source.cancel(true));
    }

    /**
     * Follows another future. Unlike a stage of the JDK's, what is returned fails with the error itself, not with a wrapper.
     *
     * @param source whose end is taken over
     * @param executor where dependents run
     * @param cancel what cancelling the returned future does
     */
    static <T> CompletableFuture<T> follow(CompletableFuture<T> source, Executor executor, Runnable cancel) {
        CallFuture<T> target = CallFuture.create(cancel);
        source.whenComplete((value, failure) -> {
            try {
                executor.execute(() -> end(target, value, failure));
            } catch (Throwable refused) { // also a pool that gets no thread; better on the wrong one than never
                end(target, value, failure);
            }
        });
        return target;
    }

    private static <T> void end(CallFuture<T> target, T value, Throwable failure) {
        if (failure == null) {
            target.complete(value);
        } else {
            target.fail(failure);
        }
    }
}
