package dev.llmdriver.server.internal.api;

import dev.llmdriver.ChatModel;
import dev.llmdriver.server.internal.auth.Callers;
import dev.llmdriver.server.internal.chats.Conversations;
import dev.llmdriver.server.internal.chats.Exchange;
import dev.llmdriver.server.internal.chats.Turn;
import dev.llmdriver.server.internal.http.JsonBody;
import dev.llmdriver.server.internal.http.Refusal;
import dev.llmdriver.server.internal.http.Workers;
import dev.llmdriver.server.internal.openai.Bodies;
import dev.llmdriver.server.internal.openai.Models;
import dev.llmdriver.spi.Scheduler;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** Answers what is asked in a conversation that is kept under its id and its owner. */
public final class ChatHandler implements Handler<RoutingContext> {
    /** The header of an answer that names its conversation. */
    public static final String CHAT_ID = "LLM-Chat-Id";

    /** No part of a name can lead anywhere else, whatever a provider makes of it in an address. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._:@+-]{0,199}");

    private static final String NOBODY = "-";

    private final Models models;
    private final Workers workers;
    private final Scheduler scheduler;
    private final Conversations conversations;

    /** Opens nothing yet. */
    public ChatHandler(Models models, Workers workers, Scheduler scheduler, Conversations conversations) {
        this.models = models;
        this.workers = workers;
        this.scheduler = scheduler;
        this.conversations = conversations;
    }

    @Override
    public void handle(RoutingContext context) {
        Bodies.read(context, workers, (loop, body) -> begin(context, loop, body));
    }

    /** {@return what cancels the call} */
    private Runnable begin(RoutingContext context, Context loop, byte[] body) {
        String named = name(context);
        Optional<String> given =
                context.queryParam("chat_id").stream().findFirst().map(ChatHandler::id);
        ChatQuestion question = ChatQuestion.read(JsonBody.read(body), scheduler.now());
        ChatModel model = model(named);
        String owner = Callers.of(context).id();
        String chat = given.orElseGet(() -> UUID.randomUUID().toString());
        Exchange exchange = conversations.begin(owner, chat); // so it ends with its conversation from here on
        ChatAnswer answer = new ChatAnswer(context, loop, chat, exchange);
        answer.begin();
        CompletableFuture<List<Turn>> kept =
                given.isPresent() ? conversations.latest(owner, chat) : CompletableFuture.completedFuture(List.of());
        kept.whenComplete((turns, failure) -> loop.runOnContext(now -> {
            context.addEndHandler(ended -> answer.cancel()); // whatever ends the request ends the exchange
            if (answer.isOver()) {
                return;
            }
            if (failure != null) {
                context.fail(failure);
                return;
            }
            context.response().putHeader(CHAT_ID, chat);
            List<Turn> asked = question.after(turns);
            exchange.ask(asked);
            workers.run(
                    context,
                    () -> answer.listen(model.stream(conversations.request(turns, asked, Callers.onBehalf(context)))));
        }));
        return answer::cancel;
    }

    /** {@return the model as it is named elsewhere; that it has no publisher is said by {@code -}} */
    private static String name(RoutingContext context) {
        String driver = part(context, "driver");
        String publisher = context.pathParam("publisher");
        String model = part(context, "model");
        return driver + ":" + (NOBODY.equals(publisher) ? "" : part(context, "publisher") + "/") + model;
    }

    private static String part(RoutingContext context, String name) {
        String part = String.valueOf(context.pathParam(name));
        if (!NAME.matcher(part).matches()) {
            throw Refusal.of(400, ApiErrors.NO_MODEL);
        }
        return part;
    }

    private static String id(String given) {
        if (!Conversations.isId(given)) {
            throw Refusal.of(400, "'chat_id' must be 1 to 100 letters, digits or . _ ~ -");
        }
        return given;
    }

    private ChatModel model(String name) {
        try {
            return models.chat(Optional.of(name));
        } catch (Refusal unknown) {
            throw Refusal.of(400, ApiErrors.NO_MODEL);
        }
    }
}
