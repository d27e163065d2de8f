package dev.llmdriver.server.internal.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies into memory: none larger than allowed, and all whose answers are under way no larger than memory has room for. What is
 * refused is read no further. Thread-safe.
 */
final class BodyReader implements Handler<RoutingContext> {
    private static final String KEY = BodyReader.class.getName();
    private static final String NO_ROOM = "The server has no room for more requests at present; try again later.";

    /** What was read of a body: its size counts until the answer's end, for what it became is there so long. Of the event loop alone. */
    private static final class Body {
        private Buffer bytes = Buffer.buffer();
        private long size;
    }

    private final Patience patience;
    private final long most;
    private final long mostTogether;
    private final AtomicLong held = new AtomicLong();

    BodyReader(Patience patience, long most, long mostTogether) {
        this.patience = patience;
        this.most = most;
        this.mostTogether = Math.max(most, mostTogether);
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
        Body body = new Body();
        context.put(KEY, body);
        context.addEndHandler(ended -> held.addAndGet(-body.size));
        context.request().handler(bytes -> add(context, body, bytes));
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
        if (body.size + bytes.length() > most) {
            refuse(context, () -> context.fail(413));
        } else if (held.get() + bytes.length() > mostTogether) {
            context.response().putHeader("Retry-After", "1");
            refuse(context, () -> context.fail(Refusal.of(503, NO_ROOM)));
        } else {
            held.addAndGet(bytes.length());
            body.size += bytes.length();
            body.bytes.appendBuffer(bytes);
        }
    }

    private void refuse(RoutingContext context, Runnable answer) {
        context.request().pause();
        context.response().putHeader("Connection", "close");
        answer.run();
        patience.leave(context.request().connection());
    }
}
