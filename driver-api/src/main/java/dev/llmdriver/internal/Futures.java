package dev.llmdriver.internal;

import dev.llmdriver.spi.CallFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Moves completions to the callback executor. */
final class Futures {
    private Futures() {}

    /** {@return a future that ends like another, but on an executor; cancelling it cancels the other} */
    static <T> CompletableFuture<T> hop(CompletableFuture<T> source, Executor executor) {
        CallFuture<T> target = CallFuture.create(() -> source.cancel(true));
        var unused = source.whenComplete((value, failure) -> executor.execute(() -> {
            if (failure == null) {
                target.complete(value);
            } else {
                target.fail(failure);
            }
        }));
        return target;
    }
}
