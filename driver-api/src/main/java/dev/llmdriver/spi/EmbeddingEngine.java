package dev.llmdriver.spi;

import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** All that a driver or a decorator implements for embeddings. Thread-safe; never blocks. */
public interface EmbeddingEngine {
    /** {@return what the caller named} */
    ModelRef ref();

    /**
     * Asks for vectors. More texts than the provider takes at once are split and joined; each part is an attempt.
     *
     * @param request the texts
     * @param call what the call shares down the chain
     * @return the vectors to come; cancelling it closes the exchange
     */
    CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call);

    /**
     * Looks through decorators. A decorator returns itself where it fits, and otherwise asks the engine it stands on.
     *
     * @param type the class or interface wanted
     * @param <T> that type
     * @return the first object of that type; empty if there is none
     */
    default <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }
}
