package dev.llmdriver.cli.internal;

import dev.llmdriver.error.LlmException;
import java.util.concurrent.CompletableFuture;

/** Waits for what has no blocking face; Ctrl-C cancels it. */
final class Waiting {
    private Waiting() {}

    static <T> T on(CompletableFuture<T> future) {
        try {
            return Interrupts.during(() -> future.cancel(true), future::join);
        } catch (RuntimeException failed) {
            throw LlmException.of(failed).onThisStack();
        }
    }
}
