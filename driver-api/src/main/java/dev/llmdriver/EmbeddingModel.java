package dev.llmdriver;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One model that turns texts into vectors. Thread-safe. */
public interface EmbeddingModel {
    /** {@return what the caller named} */
    ModelRef ref();

    /**
     * Asks and waits.
     *
     * @param request the texts
     * @return one vector for each text, in order
     * @throws dev.llmdriver.error.LlmException if there is no answer
     */
    EmbeddingResponse embed(EmbeddingRequest request);

    /**
     * Asks without waiting.
     *
     * @param request the texts
     * @return the vectors to come
     */
    CompletableFuture<EmbeddingResponse> embedAsync(EmbeddingRequest request);

    /**
     * Looks through this face and its decorators.
     *
     * @param type the class or interface wanted, such as {@link dev.llmdriver.spi.EmbeddingEngine}
     * @param <T> that type
     * @return the first object of that type; empty if there is none
     */
    default <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }
}
