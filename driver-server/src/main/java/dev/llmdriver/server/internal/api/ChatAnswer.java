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
import org.jspecify.annotations.Nullable;

/**
 * Passes an answer on to a client, no faster than it takes it, and has it kept before it says that it is whole. Nothing is sent before
 * the first content.
 */
final class ChatAnswer extends EventSubscriber {
    private final String chat;
    private final Exchange exchange;
    private final EventStream out;
    private volatile boolean over;
    private volatile @Nullable ChatStream stream;

    ChatAnswer(RoutingContext context, Context loop, String chat, Exchange exchange) {
        this.chat = chat;
        this.exchange = exchange;
        this.out = new EventStream(loop, context, this::ask);
    }

    /** From here on it ends with its conversation. */
    void begin() {
        exchange.whenDeleted(this::drop);
    }

    /** {@return whether nobody wants the answer any more} */
    boolean isOver() {
        return over;
    }

    /** Begins to listen. Whoever stops it before there is a stream finds it stopped here, before anything is sent. */
    void listen(ChatStream begun) {
        stream = begun;
        if (over) {
            begun.cancel();
        } else {
            listenTo(begun);
        }
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

    /** Stops the model, as nobody reads any more, or the server ends. A model that was not asked yet could not tell of that. */
    void cancel() {
        boolean unasked = stream == null;
        stop();
        if (unasked) {
            fail(Refusal.ending());
        }
        exchange.breakOff();
    }

    private void drop() {
        fail(Refusal.of(410, "The conversation was deleted."));
        stop();
    }

    private void stop() {
        over = true;
        ChatStream begun = stream;
        if (begun != null) {
            begun.cancel();
        }
    }
}
