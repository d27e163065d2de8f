package dev.llmdriver.gemini.internal;

import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.gemini.internal.embedding.EmbeddingDecoder;
import dev.llmdriver.gemini.internal.embedding.EmbeddingEncoder;
import dev.llmdriver.gemini.internal.endpoint.Endpoint;
import dev.llmdriver.http.AnswerOrError;
import dev.llmdriver.http.EmbeddingBatches;
import dev.llmdriver.http.EncodedRequest;
import dev.llmdriver.http.Exchange;
import dev.llmdriver.http.Fates;
import dev.llmdriver.http.Vectors;
import dev.llmdriver.http.WireRequest;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.EmbeddingEngine;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Embeddings of one model: one text by {@code embedContent}, up to a hundred by {@code batchEmbedContents}. Thread-safe. */
final class GeminiEmbeddingEngine implements EmbeddingEngine {
    private static final int BATCH = 100;

    private final Connection connection;
    private final ModelRef ref;

    GeminiEmbeddingEngine(Connection connection, ModelRef ref) {
        this.connection = connection;
        this.ref = ref;
    }

    @Override
    public ModelRef ref() {
        return ref;
    }

    @Override
    public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
        try {
            connection.requireKey(request.callOptions());
            return EmbeddingBatches.embed(ref, request, call, BATCH, (texts, part) -> send(request, texts, part));
        } catch (LlmException refused) {
            return CompletableFuture.failedFuture(refused.toBuilder().ref(ref).build());
        }
    }

    private CompletableFuture<Vectors> send(EmbeddingRequest request, List<String> texts, CallContext call) {
        Endpoint endpoint = connection.endpointOf(request.callOptions());
        EncodedRequest encoded = EmbeddingEncoder.encode(request, texts, Endpoint.resource(ref.model()));
        WireRequest wire = WireRequest.post(
                        endpoint.method(ref.model(), texts.size() == 1 ? "embedContent" : "batchEmbedContents"))
                .json(encoded.body())
                .build();
        EmbeddingDecoder decoder = new EmbeddingDecoder(Fates.warnings(encoded.fates()));
        return connection
                .http()
                .exchange(
                        wire,
                        Exchange.of(ref, request, call, List.of()),
                        new AnswerOrError<>(decoder, connection.errors()));
    }
}
