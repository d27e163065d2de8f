package dev.llmdriver.server.internal.openai;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatStream;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.server.internal.http.EventStream;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Passes the events of a model on to a client, no faster than it takes them: as many are asked for as went out. Nothing is sent
 * before the first content, so that an error until then is an answer of its own, with its status.
 */
final class CompletionStream implements Flow.Subscriber<ChatEvent> {
    /** Enough to fill a packet, few enough that a client that reads nothing costs little. */
    private static final long BATCH = 32;

    private final RoutingContext context;
    private final Context loop;
    private final ChatStream stream;
    private final Chunks chunks;
    private final EventStream out;
    private final ByteArrayOutputStream frames = new ByteArrayOutputStream();
    private volatile Flow.@Nullable Subscription subscription;
    private boolean begun;
    private boolean ended;

    CompletionStream(RoutingContext context, Context loop, ChatStream stream, Chunks chunks) {
        this.context = context;
        this.loop = loop;
        this.stream = stream;
        this.chunks = chunks;
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
        if (event instanceof ChatEvent.Started started) {
            chunks.answeredBy(started.ref());
        }
        frames.reset();
        if (event.isContent() && !begun) {
            begun = true;
            chunks.begin(frames);
        }
        chunks.event(frames, event);
        if (event instanceof ChatEvent.Finished) {
            ended = true;
            out.end(frames);
        } else if (frames.size() == 0) {
            ask(1);
        } else {
            out.write(frames);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        if (ended) {
            return;
        }
        ended = true;
        LlmException failure = LlmException.of(thrown);
        if (begun) {
            frames.reset();
            Chunks.error(frames, Errors.of(failure, 500));
            out.end(frames);
        } else {
            loop.runOnContext(now -> context.fail(failure));
        }
    }

    @Override
    public void onComplete() {
        // the last event ended the answer
    }

    /** Stops the model: nobody reads any more. */
    void cancel() {
        stream.cancel();
    }
}
