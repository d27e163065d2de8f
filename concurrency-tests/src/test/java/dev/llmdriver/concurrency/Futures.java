package dev.llmdriver.concurrency;

import dev.llmdriver.error.LlmException;
import java.util.concurrent.CompletableFuture;

/** Words for how futures ended. */
public final class Futures {
    private Futures() {}

    /** {@return pending, answer, or the kind of the error} */
    public static String end(CompletableFuture<?> future) {
        if (!future.isDone()) {
            return "pending";
        }
        return future.handle((value, failure) -> failure == null
                        ? "answer"
                        : LlmException.of(failure).kind().wireName())
                .join();
    }
}
