package dev.llmdriver.server.internal.openai;

import dev.llmdriver.error.LlmException;
import dev.llmdriver.server.internal.http.Entry;
import dev.llmdriver.server.internal.http.Traffic;
import dev.llmdriver.server.internal.http.Workers;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The bodies of requests, and those of answers that come whole. On the connection's event loop. */
public final class Bodies {
    private Bodies() {}

    /**
     * Has a worker read a request and begin its call.
     *
     * @param begin takes the connection's event loop and the body, and gives what cancels the call
     */
    public static void read(RoutingContext context, Workers workers, BiFunction<Context, byte[], Runnable> begin) {
        Context loop = context.vertx().getOrCreateContext();
        byte[] body = Entry.body(context);
        CompletableFuture<Runnable> cancel = untilLeft(context);
        workers.run(context, () -> cancel.complete(begin.apply(loop, body)));
    }

    /** {@return takes what cancels the call, which is done if the client leaves before its answer has ended, or has left already} */
    private static CompletableFuture<Runnable> untilLeft(RoutingContext context) {
        CompletableFuture<Runnable> cancel = new CompletableFuture<>();
        context.addEndHandler(ended -> {
            if (ended.failed()) {
                cancel.thenAccept(Runnable::run);
            }
        });
        Traffic.cancelAtEnd(context, () -> cancel.thenAccept(Runnable::run));
        return cancel;
    }

    /**
     * Ends a request once its answer has come. One that cannot be written is a fault to be told like any other.
     *
     * @return what cancels the call
     */
    static <T> Runnable answer(
            RoutingContext context, Context loop, CompletableFuture<T> answer, Function<T, byte[]> writer) {
        CompletionStage<byte[]> written = answer.thenApply(writer);
        written.whenComplete((bytes, failure) -> loop.runOnContext(now -> answer(context, bytes, failure)));
        return () -> answer.cancel(true);
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
