package dev.llmdriver.resilience.internal.key;

import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.EmbeddingEngine;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * An embedding engine that is asked with a certain key. Thread-safe.
 *
 * @param next who is asked
 * @param key which one
 */
record KeyedEmbedding(EmbeddingEngine next, PoolKey key) implements EmbeddingEngine {
    @Override
    public ModelRef ref() {
        return next.ref();
    }

    @Override
    public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
        EmbeddingRequest keyed = request.toBuilder()
                .callOptions(
                        request.callOptions().toBuilder().apiKey(key.secret()).build())
                .build();
        return next.embed(keyed, call);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : next.unwrap(type);
    }
}
