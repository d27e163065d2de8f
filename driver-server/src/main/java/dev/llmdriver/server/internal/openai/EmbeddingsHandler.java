package dev.llmdriver.server.internal.openai;

import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.server.internal.auth.Callers;
import dev.llmdriver.server.internal.http.JsonBody;
import dev.llmdriver.server.internal.http.Workers;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Answers {@code POST /v1/embeddings}. */
final class EmbeddingsHandler implements Handler<RoutingContext> {
    private final Models models;
    private final Workers workers;

    EmbeddingsHandler(Models models, Workers workers) {
        this.models = models;
        this.workers = workers;
    }

    @Override
    public void handle(RoutingContext context) {
        Bodies.read(context, workers, (loop, body) -> begin(context, loop, body));
    }

    /** {@return what cancels the call} */
    private Runnable begin(RoutingContext context, Context loop, byte[] body) {
        EmbeddingCall call = EmbeddingCall.read(JsonBody.read(body));
        EmbeddingRequest request = call.request().toBuilder()
                .callOptions(Callers.onBehalf(context))
                .build();
        return Bodies.answer(
                context,
                loop,
                models.embedding(call.model()).embedAsync(request),
                response -> Answers.bytes(new Embeddings(response, call.base64())));
    }
}
