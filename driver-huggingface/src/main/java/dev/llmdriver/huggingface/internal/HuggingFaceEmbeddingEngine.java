package dev.llmdriver.huggingface.internal;

import dev.llmdriver.Attempt;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.Exchange;
import dev.llmdriver.http.WireRequest;
import dev.llmdriver.huggingface.EmbeddingsRoute;
import dev.llmdriver.huggingface.internal.embedding.EmbeddingCodec;
import dev.llmdriver.huggingface.internal.embedding.EmbeddingRequestCodec;
import dev.llmdriver.huggingface.internal.embedding.EmbeddingRoute;
import dev.llmdriver.huggingface.internal.embedding.Vectors;
import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import dev.llmdriver.huggingface.internal.endpoint.EndpointKind;
import dev.llmdriver.huggingface.internal.endpoint.ModelName;
import dev.llmdriver.huggingface.internal.request.EncodedRequest;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallFuture;
import dev.llmdriver.spi.EmbeddingEngine;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Embeddings of one model. Texts go in batches of 32, the most that Text Embeddings Inference takes by default; one batch after the
 * other, each an attempt. Thread-safe.
 */
final class HuggingFaceEmbeddingEngine implements EmbeddingEngine {
    private static final int BATCH = 32;

    private final Connection connection;
    private final ModelRef ref;

    HuggingFaceEmbeddingEngine(Connection connection, ModelRef ref) {
        this.connection = connection;
        this.ref = ref;
        route(connection.endpoint()); // an endpoint without embeddings is told at once
    }

    @Override
    public ModelRef ref() {
        return ref;
    }

    @Override
    public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
        AtomicReference<CompletableFuture<?>> current = new AtomicReference<>(new CompletableFuture<>());
        CallFuture<EmbeddingResponse> answer = CallFuture.create(() -> current.get().cancel(true));
        try {
            Endpoint target = connection.endpointOf(request.callOptions());
            connection.requireToken(target, request.callOptions());
            Batches batches = new Batches(ref, request, BATCH);
            next(new Call(target, route(target), request, call), batches, answer, current);
        } catch (LlmException refused) {
            answer.fail(refused.toBuilder().ref(ref).build());
        }
        return answer;
    }

    private record Call(Endpoint target, EmbeddingRoute route, EmbeddingRequest request, CallContext context) {
        Call with(EmbeddingRoute other) {
            return new Call(target, other, request, context);
        }
    }

    private void next(
            Call call,
            Batches batches,
            CallFuture<EmbeddingResponse> answer,
            AtomicReference<CompletableFuture<?>> current) {
        if (answer.isDone()) {
            return;
        }
        if (batches.isComplete()) {
            answer.complete(batches.response(call.context()));
            return;
        }
        CompletableFuture<Vectors> sent = send(call, batches);
        current.set(sent);
        sent.whenComplete((vectors, failure) -> {
            if (failure == null) {
                batches.add(vectors);
                next(call, batches, answer, current);
            } else if (mayBeTei(call, LlmException.of(failure))) {
                next(call.with(EmbeddingRoute.tei(call.target())), batches, answer, current);
            } else {
                answer.fail(failure);
            }
        });
    }

    private CompletableFuture<Vectors> send(Call call, Batches batches) {
        List<String> texts = batches.next();
        ModelName model = connection.resolver().model(call.target(), ref.model());
        EncodedRequest encoded = EmbeddingRequestCodec.encode(
                call.request(), texts, call.route().form(), model.wire());
        batches.fates(encoded.fates());
        WireRequest wire = connection
                .post(call.target(), call.route().address(), encoded.body())
                .build();
        CallContext context = batches.isSplit() || !batches.isFirst()
                ? call.context().with(CallContext.PURPOSE, Attempt.Purpose.PART)
                : call.context();
        Exchange exchange = Exchange.of(ref, call.request(), context, List.of());
        return connection.http().exchange(wire, exchange, new EmbeddingCodec(texts.size()));
    }

    /** Nobody said which engine the endpoint has, and it has no {@code /v1/embeddings}: it may be an older TEI. */
    private boolean mayBeTei(Call call, LlmException failure) {
        int status = failure.status().orElse(0);
        return call.target().kind() == EndpointKind.DEDICATED
                && connection.settings().embeddings() == EmbeddingsRoute.AUTO
                && call.route().form() == EmbeddingRoute.Form.OPENAI
                && (status == 404 || status == 405);
    }

    private EmbeddingRoute route(Endpoint target) {
        ModelName model = connection.resolver().model(target, ref.model());
        return EmbeddingRoute.of(target, model, connection.settings().embeddings());
    }
}
