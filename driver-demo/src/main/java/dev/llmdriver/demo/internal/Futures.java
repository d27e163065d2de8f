package dev.llmdriver.demo.internal;

import dev.llmdriver.error.LlmException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What cannot even begin fails as a future, like everything else. */
final class Futures {
    private Futures() {}

    static <T> CompletableFuture<T> of(Supplier<CompletableFuture<T>> call) {
        try {
            return call.get();
        } catch (LlmException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }
}
