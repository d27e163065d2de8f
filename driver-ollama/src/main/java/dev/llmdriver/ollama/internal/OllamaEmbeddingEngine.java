package dev.llmdriver.ollama.internal;

import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Warning;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.AnswerOrError;
import dev.llmdriver.http.EmbeddingBatches;
import dev.llmdriver.http.EncodedRequest;
import dev.llmdriver.http.Exchange;
import dev.llmdriver.http.Fates;
import dev.llmdriver.http.Vectors;
import dev.llmdriver.http.WireRequest;
import dev.llmdriver.ollama.internal.embedding.EmbeddingCodec;
import dev.llmdriver.ollama.internal.request.ChatRequestCodec;
import dev.llmdriver.ollama.internal.request.Extras;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.EmbeddingEngine;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Embeddings of one model by {@code /api/embed}. Thread-safe. */
final class OllamaEmbeddingEngine implements EmbeddingEngine {
    /** Ollama sets no bound; this one keeps a single request from taking minutes. */
    private static final int BATCH = 256;

    private final Connection connection;
    private final ModelRef ref;

    OllamaEmbeddingEngine(Connection connection, ModelRef ref) {
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
            List<Warning> unknown = Extras.check(request.extras(ChatRequestCodec.DRIVER));
            URI target = connection.settings().addressOf(request.callOptions()).at("/api/embed");
            connection.requireKey(target, request.callOptions());
            return EmbeddingBatches.embed(
                    ref, request, call, BATCH, (texts, part) -> send(request, texts, target, unknown, part));
        } catch (LlmException refused) {
            return CompletableFuture.failedFuture(refused.toBuilder().ref(ref).build());
        }
    }

    private CompletableFuture<Vectors> send(
            EmbeddingRequest request, List<String> texts, URI target, List<Warning> unknown, CallContext call) {
        EncodedRequest encoded = EmbeddingCodec.encode(
                request, texts, ref.model(), connection.settings().defaults());
        List<Warning> warnings = new ArrayList<>(unknown);
        warnings.addAll(Fates.warnings(encoded.fates()));
        WireRequest wire = WireRequest.post(target).json(encoded.body()).build();
        return connection
                .http()
                .exchange(
                        wire,
                        Exchange.of(ref, request, call, List.of()),
                        new AnswerOrError<>(
                                response -> EmbeddingCodec.decode(response).withWarnings(warnings),
                                connection.errors()));
    }
}
