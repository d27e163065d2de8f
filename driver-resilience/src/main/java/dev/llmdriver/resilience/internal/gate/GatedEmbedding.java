package dev.llmdriver.resilience.internal.gate;

import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.EmbeddingEngine;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * An embedding engine behind a gate. Thread-safe.
 *
 * @param next who is asked when the gate is passed
 * @param gate what every attempt must pass
 */
public record GatedEmbedding(EmbeddingEngine next, Gate gate) implements EmbeddingEngine {
    @Override
    public ModelRef ref() {
        return next.ref();
    }

    @Override
    public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
        Ask ask = new Ask(next.ref(), call, () -> RequestSize.of(request), call::waiting, request.callOptions());
        return GatedCall.start(
                Entrance.at(gate, ask), attempt -> next.embed(request, attempt), EmbeddingResponse::usage);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : next.unwrap(type);
    }
}
