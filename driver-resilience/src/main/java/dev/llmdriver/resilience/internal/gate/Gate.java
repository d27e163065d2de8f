package dev.llmdriver.resilience.internal.gate;

import java.util.concurrent.CompletableFuture;

/** What every single attempt must pass: a breaker, a limit, a budget. Thread-safe; never blocks. */
public interface Gate {
    /**
     * Asks to be let through.
     *
     * @param ask what wants to leave
     * @return the pass to come; fails with an {@link dev.llmdriver.error.LlmException}; cancelling it gives the place in the queue up
     */
    CompletableFuture<Pass> enter(Ask ask);

    /** What was taken for an attempt, to be settled when it ends. */
    interface Pass {
        /** Tells that content comes: at most once for each stream, before its end. Does nothing unless overridden. */
        default void responding() {}

        /** Tells how the attempt ended: once, whatever happens. */
        void end(Outcome outcome);
    }
}
