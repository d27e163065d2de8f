package dev.llmdriver.huggingface.llamacpp;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Asks again and again until the answer is yes, a bounded number of times, without holding a thread. */
final class Polling {
    private static final int TIMES = 2_000;
    private static final Executor SOON = CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS);

    private Polling() {}

    static void until(String what, Supplier<CompletableFuture<Boolean>> question) {
        ask(what, question, TIMES).orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static CompletableFuture<Void> ask(String what, Supplier<CompletableFuture<Boolean>> question, int left) {
        return question.get().thenCompose(yes -> {
            if (yes) {
                return CompletableFuture.completedFuture(null);
            }
            if (left == 0) {
                return CompletableFuture.failedFuture(new AssertionError("in vain waited until " + what));
            }
            return CompletableFuture.supplyAsync(() -> left - 1, SOON).thenCompose(fewer -> ask(what, question, fewer));
        });
    }
}
