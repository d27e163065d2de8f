package dev.llmdriver.spi;

import dev.llmdriver.ModelRef;
import dev.llmdriver.Price;
import java.util.Optional;
import java.util.function.Function;

/**
 * Watches calls: an integration, such as one of metrics, implements what it wants to see and is handed to the application's client.
 * Each method gives a decorator that must change nothing of what passes. Thread-safe; never blocks.
 */
public interface Instrumentation {
    /**
     * Hears what the tokens of a client's models cost, before its first call; of each client, if several share this, which those with
     * different prices had better not. Does nothing unless overridden.
     *
     * @param configured what is configured for a model, if anything is; thread-safe and quick
     */
    default void prices(Function<ModelRef, Optional<Price>> configured) {}

    /** Watches whole calls, with all their targets: the outermost decorator. Gives the engine back unless overridden. */
    default ChatEngine call(ChatEngine next) {
        return next;
    }

    /** Watches operations: what one target does for a call, its retries and waits included. Gives the engine back unless overridden. */
    default ChatEngine operation(ChatEngine next) {
        return next;
    }

    /** Watches attempts: one request each; the decorator next to the driver. Gives the engine back unless overridden. */
    default ChatEngine attempt(ChatEngine next) {
        return next;
    }

    /** Watches embeddings, retries and waits included. Gives the engine back unless overridden. */
    default EmbeddingEngine operation(EmbeddingEngine next) {
        return next;
    }

    /** Watches the single requests of embeddings. Gives the engine back unless overridden. */
    default EmbeddingEngine attempt(EmbeddingEngine next) {
        return next;
    }

    /**
     * Hears of a limit or budget that exists from now on. Does nothing unless overridden.
     *
     * @param gauge what can be read of it
     */
    default void limit(LimitGauge gauge) {}

    /**
     * Hears that a caller was refused what is not his, by a limit or a budget of his own. Does nothing unless overridden.
     *
     * @param reason the error's: few different ones, and nothing of who it was
     */
    default void callerRefused(String reason) {}
}
