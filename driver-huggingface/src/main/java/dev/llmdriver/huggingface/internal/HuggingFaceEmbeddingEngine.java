package dev.llmdriver.huggingface.internal;

import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.InvalidRequestException;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.EmbeddingBatches;
import dev.llmdriver.huggingface.internal.embedding.EmbeddingRoute;
import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import dev.llmdriver.huggingface.internal.endpoint.ModelName;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.EmbeddingEngine;
import java.util.concurrent.CompletableFuture;

/** Embeddings of one model. Thread-safe. */
final class HuggingFaceEmbeddingEngine implements EmbeddingEngine {
    /** The most that Text Embeddings Inference takes by default. */
    private static final int BATCH = 32;

    private final Connection connection;
    private final ModelRef ref;

    HuggingFaceEmbeddingEngine(Connection connection, ModelRef ref) {
        this.connection = connection;
        this.ref = ref;
        try {
            EmbeddingRoute unused = route(connection.endpoint()); // an endpoint without embeddings says so at once
        } catch (InvalidRequestException later) {
            // a name that nobody can have is refused when it is asked, as that of a chat model is
        }
    }

    @Override
    public ModelRef ref() {
        return ref;
    }

    @Override
    public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
        try {
            Endpoint target = connection.endpointOf(request.callOptions());
            connection.requireToken(target, request.callOptions());
            EmbeddingSender sender = new EmbeddingSender(connection, ref, target, request, route(target));
            return EmbeddingBatches.embed(ref, request, call, BATCH, sender);
        } catch (LlmException refused) {
            return CompletableFuture.failedFuture(refused.toBuilder().ref(ref).build());
        }
    }

    private EmbeddingRoute route(Endpoint target) {
        ModelName model = connection.resolver().model(target, ref.model());
        return EmbeddingRoute.of(target, model, connection.settings().embeddings());
    }
}
