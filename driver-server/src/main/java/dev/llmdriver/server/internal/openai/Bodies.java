package dev.llmdriver.server.internal.openai;

import dev.llmdriver.error.LlmException;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The bodies of requests, and those of answers that come whole. On the connection's event loop. */
final class Bodies {
    private Bodies() {}

    /** {@return the bytes of the request; none if it has no body} */
    static byte[] of(RoutingContext context) {
        Buffer body = context.body().buffer();
        return body == null ? new byte[0] : body.getBytes();
    }

    /** {@return takes what cancels the call, which is done if the client leaves before its answer has ended, or has left already} */
    static CompletableFuture<Runnable> untilLeft(RoutingContext context) {
        CompletableFuture<Runnable> cancel = new CompletableFuture<>();
        context.addEndHandler(ended -> {
            if (ended.failed()) {
                cancel.thenAccept(Runnable::run);
            }
        });
        return cancel;
    }

    /** Ends a request with an answer, or with what went wrong. */
    static void answer(RoutingContext context, byte @Nullable [] value, @Nullable Throwable failure) {
        if (value != null && !context.response().closed()) {
            Answers.json(context.response(), value);
        } else if (failure != null) {
            context.fail(LlmException.of(failure));
        }
    }
}
