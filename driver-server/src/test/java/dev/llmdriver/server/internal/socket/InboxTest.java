package dev.llmdriver.server.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.server.internal.http.Room;
import dev.llmdriver.testkit.ManualScheduler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.http.WebSocketInternal;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a page sends that was told why it is left: Netty would collect it, and nobody count it. */
class InboxTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final List<Object> codes = new ArrayList<>();

    private final List<byte[]> heard = new ArrayList<>();
    private final Map<String, Handler<Object>> handlers = new HashMap<>();

    @SuppressWarnings("unchecked") // handlers are kept by the names of what sets them
    private ServerWebSocket socket() {
        return (ServerWebSocket) Proxy.newProxyInstance(
                InboxTest.class.getClassLoader(),
                new Class<?>[] {ServerWebSocket.class, WebSocketInternal.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "channelHandlerContext" -> channel.pipeline().firstContext();
                    case "frameHandler", "exceptionHandler" ->
                        handlers.put(method.getName(), (Handler<Object>) arguments[0]);
                    case "close" -> {
                        codes.add(arguments[0]);
                        yield null;
                    }
                    default -> null;
                });
    }

    private void open() {
        Hub hub = new Hub(
                null,
                null,
                null,
                null,
                null,
                new Room(10),
                Duration.ofSeconds(1),
                Runnable::run,
                new ManualScheduler(),
                true);
        new Inbox(null, socket(), hub, () -> 100, (message, share) -> heard.add(message), () -> {}).begin();
    }

    @Test
    void whoWasLeftIsNotReadAnyMore() {
        open();
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[11]));
        assertThat(codes).containsExactly((short) 1013);
        assertThat(channel.<ByteBuf>readInbound().readableBytes()).isEqualTo(11);

        ByteBuf more = Unpooled.wrappedBuffer(new byte[11]);
        channel.writeInbound(more);
        assertThat(channel.<ByteBuf>readInbound()).isNull();
        assertThat(more.refCnt()).isZero();
    }

    @Test
    void whoWasLeftIsNotHeardAndIsToldOnce() {
        open();
        Handler<Object> frames = handlers.get("frameHandler");
        frames.handle(WebSocketFrame.binaryFrame(Buffer.buffer("x"), true));
        frames.handle(WebSocketFrame.textFrame("{}", true));
        handlers.get("exceptionHandler").handle(new IllegalStateException());
        assertThat(codes).containsExactly((short) 1003);
        assertThat(heard).isEmpty();
    }
}
