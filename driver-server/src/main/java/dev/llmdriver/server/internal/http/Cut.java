package dev.llmdriver.server.internal.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpConnection;
import java.lang.reflect.Method;
import java.util.Optional;

/** Closes a connection at once. Vert.x closes it when all that was written has been taken, which may be never. */
public final class Cut {
    private static final ClassValue<Optional<Method>> HANDLERS = new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> connection) {
            try {
                return Optional.of(connection.getMethod("channelHandlerContext"));
            } catch (NoSuchMethodException other) {
                return Optional.empty();
            }
        }
    };

    private Cut() {}

    /** Drops what was not taken, past Vert.x's own handler, which would wait. Where Java keeps the inside of Vert.x from us, it stays with what Vert.x does. */
    public static void now(HttpConnection connection) {
        try {
            Optional<Method> handlers = HANDLERS.get(connection.getClass());
            if (handlers.isPresent()) {
                close(((ChannelHandlerContext) handlers.get().invoke(connection)).channel());
                return;
            }
        } catch (ReflectiveOperationException hidden) {
            // the way that is left
        }
        connection.close();
    }

    /** Past all handlers: of one that became a WebSocket the handler is no longer there, and others wait. */
    private static void close(Channel channel) {
        channel.eventLoop().execute(() -> channel.unsafe().close(channel.newPromise()));
    }
}
