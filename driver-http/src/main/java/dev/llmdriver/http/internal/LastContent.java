package dev.llmdriver.http.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpConnection;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * Sees whether an answer has come to its end on its HTTP/1.1 connection. Vert.x tells that the connection has closed before it hands
 * over what it has read and nobody asked for yet, and then never tells of the answer's end, so that a whole answer looks cut.
 */
final class LastContent extends ChannelInboundHandlerAdapter {
    private static final String CODEC = "codec"; // what Vert.x calls it
    private static final String NAME = "llm-last-content";

    private static final ClassValue<Optional<Method>> CHANNEL = new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> connection) {
            try {
                return Optional.of(connection.getMethod("channel"));
            } catch (NoSuchMethodException other) {
                return Optional.empty();
            }
        }
    };

    private volatile boolean seen;

    private LastContent() {}

    /**
     * Begins to watch a connection, for as long as it lives. Not on HTTP/2, and not where Java keeps the inside of Vert.x from us.
     *
     * @param connection in the middle of an answer, whose end was not read yet
     * @return what is seen of it
     */
    static Optional<LastContent> on(HttpConnection connection) {
        return channel(connection).map(Channel::pipeline).map(LastContent::in);
    }

    private static Optional<Channel> channel(HttpConnection connection) {
        return CHANNEL.get(connection.getClass()).flatMap(method -> {
            try {
                return Optional.of((Channel) method.invoke(connection));
            } catch (ReflectiveOperationException hidden) {
                return Optional.empty();
            }
        });
    }

    private static LastContent in(ChannelPipeline pipeline) {
        LastContent known = pipeline.get(LastContent.class);
        LastContent watching = known == null ? new LastContent() : known;
        if (known == null && pipeline.get(CODEC) != null) {
            pipeline.addAfter(CODEC, NAME, watching);
        }
        return watching;
    }

    /** {@return whether the end of the newest answer was read} */
    boolean seen() {
        return seen;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message.getClass()
                != DefaultHttpContent.class) { // which nearly all are, and it is neither; asked first, for it is cheap
            look(message);
        }
        context.fireChannelRead(message);
    }

    private void look(Object message) {
        if (message instanceof LastHttpContent) {
            seen = true;
        } else if (message instanceof HttpResponse) {
            seen = false;
        }
    }
}
