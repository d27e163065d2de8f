package dev.llmdriver.client.internal;

import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Timeouts;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.EmbeddingEngine;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Fills requests for embeddings with the timeouts that are configured for their model. All other defaults are for chats.
 *
 * @param next what is asked
 * @param timeouts what is configured
 */
record TimedEmbedding(EmbeddingEngine next, Timeouts timeouts) implements EmbeddingEngine {
    @Override
    public ModelRef ref() {
        return next.ref();
    }

    @Override
    public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
        Timeouts times = request.timeouts().orElse(timeouts);
        return next.embed(request.toBuilder().timeouts(times).build(), call);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : next.unwrap(type);
    }
}
