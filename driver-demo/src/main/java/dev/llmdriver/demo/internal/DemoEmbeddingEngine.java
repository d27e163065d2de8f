package dev.llmdriver.demo.internal;

import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.EmbeddingEngine;
import java.util.concurrent.CompletableFuture;

/** Passes everything on to the embedding engine of the driver behind. */
final class DemoEmbeddingEngine implements EmbeddingEngine {
    private final ModelRef ref;
    private final Backstage backstage;

    DemoEmbeddingEngine(ModelRef ref, Backstage backstage) {
        this.ref = ref;
        this.backstage = backstage;
    }

    @Override
    public ModelRef ref() {
        return ref;
    }

    @Override
    public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
        EmbeddingRequest told = request.toBuilder()
                .callOptions(Backstage.keyless(request.callOptions()))
                .build();
        return Futures.with(
                backstage,
                provider -> provider.embeddingModel(ref.model())
                        .unwrap(EmbeddingEngine.class)
                        .orElseThrow()
                        .embed(told, call));
    }
}
