package dev.llmdriver.server.internal.api;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream;
import dev.llmdriver.server.internal.chats.Exchange;
import dev.llmdriver.server.internal.http.EventStream;
import dev.llmdriver.server.internal.http.EventSubscriber;
import dev.llmdriver.server.internal.http.Refusal;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;

/**
 * Passes an answer on to a client, no faster than it takes it, and has it kept before it says that it is whole. Nothing is sent before
 * the first content.
 */
final class ChatAnswer extends EventSubscriber {
    private final String chat;
    private final Exchange exchange;
    private final ChatStream stream;
    private final EventStream out;

    ChatAnswer(RoutingContext context, Context loop, String chat, Exchange exchange, ChatStream stream) {
        this.chat = chat;
        this.exchange = exchange;
        this.stream = stream;
        this.out = new EventStream(loop, context, this::ask);
    }

    /** Begins to listen. */
    void begin() {
        exchange.whenDeleted(this::drop);
        stream.subscribe(this);
    }

    @Override
    public void onNext(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta text) {
            exchange.add(text.text());
            out.write(ChatEvents.piece("text", text.text()));
        } else if (event instanceof ChatEvent.ReasoningDelta reasoning) {
            out.write(ChatEvents.piece("reasoning", reasoning.text()));
        } else if (event instanceof ChatEvent.Finished finished) {
            finish(finished.response());
        } else {
            if (event instanceof ChatEvent.Started started) {
                exchange.answeredBy(started.ref().toString());
            }
            ask(1);
        }
    }

    /** Where another end came first, that one is told. */
    private void finish(ChatResponse response) {
        exchange.answeredBy(response.ref().toString());
        exchange.complete().whenComplete((kept, failure) -> {
            if (failure != null) {
                fail(failure);
            } else if (kept) {
                out.end(ChatEvents.finish(chat, response));
            }
        });
    }

    @Override
    public void onError(Throwable thrown) {
        exchange.breakOff().whenComplete((kept, unkept) -> fail(thrown));
    }

    private void fail(Throwable failure) {
        out.fail(failure, () -> ChatEvents.error(ApiErrors.of(failure, 500)));
    }

    /** Stops the model, as nobody reads any more. */
    void cancel() {
        stream.cancel();
        exchange.breakOff();
    }

    private void drop() {
        stream.cancel();
        fail(Refusal.of(410, "The conversation was deleted."));
    }
}
