package dev.llmdriver.server.internal.openai;

import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.server.internal.http.JsonBody;
import dev.llmdriver.server.internal.http.Workers;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

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
        Context loop = context.vertx().getOrCreateContext();
        byte[] body = Bodies.of(context);
        CompletableFuture<Runnable> cancel = Bodies.untilLeft(context);
        workers.run(context, () -> cancel.complete(begin(context, loop, body)));
    }

    /** {@return what cancels the call} */
    private Runnable begin(RoutingContext context, Context loop, byte[] body) {
        EmbeddingCall call = EmbeddingCall.read(JsonBody.read(body));
        CompletableFuture<EmbeddingResponse> answer =
                models.embedding(call.model()).embedAsync(call.request());
        answer.whenComplete((response, failure) -> {
            byte @Nullable [] bytes = failure == null ? Answers.bytes(new Embeddings(response, call.base64())) : null;
            loop.runOnContext(now -> Bodies.answer(context, bytes, failure));
        });
        return () -> answer.cancel(true);
    }
}
