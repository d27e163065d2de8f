package dev.llmdriver.server.internal.api;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream;
import dev.llmdriver.server.internal.chats.Exchange;
import dev.llmdriver.server.internal.http.EventStream;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.lang.System.Logger.Level;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Passes an answer on to a client, no faster than it takes it, and has it kept before it says that it is whole. Nothing is sent before
 * the first content, so that an error until then is an answer of its own, with its status.
 */
final class ChatAnswer implements Flow.Subscriber<ChatEvent> {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver.server");
    /** Enough to fill a packet, few enough that a client that reads nothing costs little. */
    private static final long BATCH = 32;

    private final RoutingContext context;
    private final Context loop;
    private final String chat;
    private final Exchange exchange;
    private final ChatStream stream;
    private final EventStream out;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean begun;

    ChatAnswer(RoutingContext context, Context loop, String chat, Exchange exchange, ChatStream stream) {
        this.context = context;
        this.loop = loop;
        this.chat = chat;
        this.exchange = exchange;
        this.stream = stream;
        this.out = new EventStream(loop, context.response(), this::ask);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(BATCH);
    }

    private void ask(long events) {
        Flow.Subscription asked = subscription;
        if (asked != null) {
            asked.request(events);
        }
    }

    @Override
    public void onNext(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta text) {
            exchange.add(text.text());
            write(ChatEvents.piece("text", text.text()));
        } else if (event instanceof ChatEvent.ReasoningDelta reasoning) {
            write(ChatEvents.piece("reasoning", reasoning.text()));
        } else if (event instanceof ChatEvent.Finished finished) {
            finish(finished.response());
        } else {
            if (event instanceof ChatEvent.Started started) {
                exchange.answeredBy(started.ref().toString());
            }
            ask(1);
        }
    }

    private void write(ByteArrayOutputStream frame) {
        begun = true;
        out.write(frame);
    }

    private void finish(ChatResponse response) {
        exchange.answeredBy(response.ref().toString());
        exchange.complete().whenComplete((kept, failure) -> {
            if (failure == null) {
                out.end(ChatEvents.finish(chat, response));
            } else {
                fail(failure);
            }
        });
    }

    @Override
    public void onError(Throwable thrown) {
        exchange.breakOff().whenComplete((kept, failure) -> {
            unkept(failure);
            fail(thrown);
        });
    }

    private void fail(Throwable failure) {
        if (begun) {
            out.end(ChatEvents.error(ApiErrors.of(failure, 500)));
        } else {
            loop.runOnContext(now -> context.fail(failure));
        }
    }

    private static void unkept(@Nullable Throwable failure) {
        if (failure != null) {
            LOG.log(Level.WARNING, () -> "a broken answer was not kept: " + failure.getMessage());
        }
    }

    @Override
    public void onComplete() {
        // the last event ended the answer
    }

    /** Stops the model, as nobody reads any more. */
    void cancel() {
        stream.cancel();
        exchange.breakOff().whenComplete((kept, failure) -> unkept(failure));
    }
}
