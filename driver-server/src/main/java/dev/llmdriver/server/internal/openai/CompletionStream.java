package dev.llmdriver.server.internal.openai;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.server.internal.http.EventStream;
import dev.llmdriver.server.internal.http.EventSubscriber;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;

/** Passes the events of a model on to a client, no faster than it takes them. Nothing is sent before the first content. */
final class CompletionStream extends EventSubscriber {
    private final Chunks chunks;
    private final EventStream out;
    private final ByteArrayOutputStream frames = new ByteArrayOutputStream();

    CompletionStream(RoutingContext context, Context loop, Chunks chunks) {
        this.chunks = chunks;
        this.out = new EventStream(loop, context, this::ask);
    }

    @Override
    public void onNext(ChatEvent event) {
        if (event instanceof ChatEvent.Started started) {
            chunks.answeredBy(started.ref());
        }
        frames.reset();
        if (event.isContent() && !out.hasBegun()) {
            chunks.begin(frames);
        }
        chunks.event(frames, event);
        if (event instanceof ChatEvent.Finished) {
            out.end(frames);
        } else if (frames.size() == 0) {
            ask(1);
        } else {
            out.write(frames);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        LlmException failure = LlmException.of(thrown);
        out.fail(failure, () -> {
            ByteArrayOutputStream end = new ByteArrayOutputStream();
            Chunks.error(end, Errors.of(failure, 500));
            return end;
        });
    }
}
