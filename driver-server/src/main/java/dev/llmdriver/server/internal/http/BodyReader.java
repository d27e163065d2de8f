package dev.llmdriver.server.internal.http;

import io.netty.handler.codec.DecoderException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies into memory: none larger than allowed, and all whose answers are under way no larger than memory has room for. What is
 * refused is read no further. Thread-safe.
 */
final class BodyReader implements Handler<RoutingContext> {
    private static final String KEY = BodyReader.class.getName();

    /** What was read of a body: its size counts until the answer's end, for what it became is there so long. Of the event loop alone. */
    private static final class Body {
        private final Room.Share share;
        private Buffer bytes = Buffer.buffer();
        private long size;

        private Body(Room.Share share) {
            this.share = share;
        }
    }

    private final Patience patience;
    private final long most;
    private final Room room;

    BodyReader(Patience patience, long most, Room room) {
        this.patience = patience;
        this.most = most;
        this.room = room;
    }

    /** {@return the body that was read, which is forgotten here; empty if there was none} */
    static byte[] take(RoutingContext context) {
        Body body = context.get(KEY);
        byte[] bytes = body == null ? new byte[0] : body.bytes.getBytes();
        if (body != null) {
            body.bytes = Buffer.buffer();
        }
        return bytes;
    }

    @Override
    public void handle(RoutingContext context) {
        if (announced(context) > most) {
            refuse(context, () -> context.fail(413));
            return;
        }
        Body body = new Body(room.share());
        context.put(KEY, body);
        context.addEndHandler(ended -> body.share.close());
        context.request().handler(bytes -> add(context, body, bytes));
        context.request().exceptionHandler(failure -> broken(context, failure));
        context.request().endHandler(whole -> {
            if (!context.failed()) {
                context.next();
            }
        });
        if ("100-continue".equalsIgnoreCase(context.request().getHeader(HttpHeaders.EXPECT))) {
            context.response().writeContinue();
        }
    }

    /** {@return how many bytes shall come; 0 if that is not said} */
    private static long announced(RoutingContext context) {
        @Nullable String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null || length.isBlank() ? 0 : Long.parseLong(length.strip()); // Netty has checked it
    }

    private void add(RoutingContext context, Body body, Buffer bytes) {
        if (context.failed() || context.response().closed()) {
            return;
        }
        long size = body.size + bytes.length();
        if (size > most) {
            refuse(context, () -> context.fail(413));
        } else if (!body.share.reach(size)) {
            context.response().putHeader("Retry-After", "1");
            refuse(context, () -> context.fail(Room.full()));
        } else {
            body.size = size;
            body.bytes.appendBuffer(bytes);
        }
    }

    /** Vert.x closes the connection next, and sends what was written before. A client that is gone is told nothing. */
    private static void broken(RoutingContext context, Throwable failure) {
        boolean malformed = failure instanceof IllegalArgumentException || failure instanceof DecoderException;
        if (malformed && !context.failed() && !context.response().headWritten()) {
            context.response().putHeader("Connection", "close");
            context.fail(Refusal.of(400, "The body's chunks are not as HTTP has them."));
        }
    }

    private void refuse(RoutingContext context, Runnable answer) {
        context.request().pause();
        context.response().putHeader("Connection", "close");
        answer.run();
        patience.abandon(context.request().connection());
    }
}
