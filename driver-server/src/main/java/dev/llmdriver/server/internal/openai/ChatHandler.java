package dev.llmdriver.server.internal.openai;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatStream;
import dev.llmdriver.server.internal.auth.Callers;
import dev.llmdriver.server.internal.http.JsonBody;
import dev.llmdriver.server.internal.http.Workers;
import dev.llmdriver.spi.Scheduler;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Answers {@code POST /v1/chat/completions}. Bodies may be long and drivers open at their first call, so reading and beginning are
 * done by a worker; everything after that is asynchronous.
 */
final class ChatHandler implements Handler<RoutingContext> {
    private final Models models;
    private final Workers workers;
    private final Scheduler scheduler;

    ChatHandler(Models models, Workers workers, Scheduler scheduler) {
        this.models = models;
        this.workers = workers;
        this.scheduler = scheduler;
    }

    @Override
    public void handle(RoutingContext context) {
        Bodies.read(context, workers, (loop, body) -> begin(context, loop, body));
    }

    /** {@return what cancels the call} */
    private Runnable begin(RoutingContext context, Context loop, byte[] body) {
        ChatCall call = ChatReader.read(JsonBody.read(body)).with(Callers.onBehalf(context));
        ChatModel model = models.chat(call.model());
        tellIgnored(context, loop, call.ignored());
        Head head = Head.at(scheduler.now());
        return call.stream() ? stream(context, loop, call, model, head) : whole(context, loop, call, model, head);
    }

    private static void tellIgnored(RoutingContext context, Context loop, List<String> ignored) {
        String names = String.join(", ", ignored);
        if (!names.isEmpty()) {
            loop.runOnContext(now -> context.response().putHeader("LLM-Ignored-Fields", names));
        }
    }

    private static Runnable stream(RoutingContext context, Context loop, ChatCall call, ChatModel model, Head head) {
        ChatStream stream = model.stream(call.chat());
        new CompletionStream(context, loop, new Chunks(head, model.ref(), call.usage())).listenTo(stream);
        return stream::cancel;
    }

    private static Runnable whole(RoutingContext context, Context loop, ChatCall call, ChatModel model, Head head) {
        return Bodies.answer(
                context,
                loop,
                model.generateAsync(call.chat()),
                response -> Answers.bytes(new Completion(head, response)));
    }
}
