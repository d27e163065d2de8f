package dev.llmdriver.http.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpConnection;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells when an answer has come to its end on its HTTP/1.1 connection, even where nobody asked for that end yet. Vert.x gives the
 * connection to the next call then, whether or not it has stopped to read it for the sake of this one's reader; and when the connection
 * closes it says so before it hands over what it has read, and then never tells of the end, so that a whole answer looks cut.
 *
 * <p>Also bounds how much of an answer is read ahead of a slow reader: Vert.x stops reading once Netty has finished a series of reads.
 */
final class LastContent extends ChannelInboundHandlerAdapter {
    static final String CODEC = "codec"; // what Vert.x calls it
    private static final String NAME = "llm-last-content";

    /** So many reads of up to 64 KiB are a series, and not Netty's 16. */
    private static final int READS = 4;

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

    private @Nullable Runnable atEnd;
    /** Whether the end of the newest answer was read. */
    private boolean seen;

    private LastContent() {}

    /**
     * Watches an answer. Not on HTTP/2, and not where Java keeps the inside of Vert.x from us.
     *
     * @param connection on which Vert.x has handed on the head of the answer, and no more; this is its event loop
     * @param atEnd runs once, on the event loop, when the end of this answer was read and before Vert.x hands it on
     */
    static void on(HttpConnection connection, Runnable atEnd) {
        channel(connection).map(Channel::pipeline).map(LastContent::in).ifPresent(watching -> watching.tell(atEnd));
    }

    /**
     * Prepares a connection once. Interim answers are passed over, an alert of TLS is understood. And one that cannot be written to any more is
     * kept open for what was read of it, or is about to be: a server that finds a request too large says so and closes, and Netty closes too
     * at the first byte that it cannot send, and throws away what came. Reading tells of the closing soon enough.
     *
     * @param connection of HTTP/1.1, before anything is sent
     */
    static void prepare(HttpConnection connection) {
        channel(connection).filter(open -> open.config().isAutoClose()).ifPresent(fresh -> {
            fresh.config().setAutoClose(false);
            InterimAnswers.skip(fresh.pipeline());
            if (!connection.isSsl()) {
                TlsAlert.listen(fresh.pipeline());
            }
        });
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

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        RecvByteBufAllocator reads = context.channel().config().getRecvByteBufAllocator();
        if (reads instanceof MaxMessagesRecvByteBufAllocator series) {
            series.maxMessagesPerRead(READS);
        }
    }

    /** At once, if Vert.x was so late to hand on the head that the end was read before. */
    private void tell(Runnable task) {
        if (seen) {
            task.run();
        } else {
            atEnd = task;
        }
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
        if (message instanceof HttpResponse) {
            seen = false;
        } else if (message instanceof LastHttpContent end && end.decoderResult().isSuccess()) {
            seen = true;
            Runnable task = atEnd;
            atEnd = null;
            if (task != null) {
                task.run();
            }
        }
    }
}
