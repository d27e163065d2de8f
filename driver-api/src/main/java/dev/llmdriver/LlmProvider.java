package dev.llmdriver;

import dev.llmdriver.error.UnsupportedException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A configured connection to a provider. Thread-safe; make one and keep it. */
public interface LlmProvider extends AutoCloseable {
    /** {@return the configured name: the driver's id, or the instance's own} */
    String name();

    /**
     * Returns the face of a chat model. No I/O: whether the model exists shows at the first call.
     *
     * @param model the provider's own name of the model
     * @return the model
     */
    ChatModel chatModel(String model);

    /**
     * Returns the face of an embedding model. No I/O.
     *
     * @param model the provider's own name of the model
     * @return the model
     * @throws UnsupportedException if the provider has no embeddings
     */
    EmbeddingModel embeddingModel(String model);

    /** {@return what the provider offers now} */
    CompletableFuture<List<ModelInfo>> models();

    /** {@return whether the provider can be used, asked without a paid call} */
    CompletableFuture<Health> health();

    /**
     * Looks for what only this provider has.
     *
     * @param type a public type of the driver's module
     * @param <T> that type
     * @return the native extra; empty if there is none
     */
    default <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }

    /** Refuses new calls, cancels open ones and frees what it holds. Idempotent; returns within 5 s. */
    @Override
    void close();
}
