package dev.llmdriver.server.internal.socket;

import dev.llmdriver.server.internal.http.Room;
import dev.llmdriver.spi.Scheduler.Alarm;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.http.WebSocketInternal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts a page's messages together. What has come of one has a share of the room that all requests have, and must be whole in time.
 * That goes for what has come of a frame, too, which Netty collects until it is whole; so bytes are counted before Netty has them, and
 * those of whole frames taken off. On the connection's event loop.
 */
final class Inbox extends ChannelInboundHandlerAdapter {
    private static final int HEADER = 14;
    /** One may ping behind a slow reader; nobody does so often meanwhile. */
    private static final int MOST_UNHEARD = 64;

    private static final short BROKEN = 1002;
    private static final short UNREADABLE = 1003;
    private static final short NO_TEXT = 1007;
    private static final short TOO_SLOW = 1008;
    private static final short TOO_LARGE = 1009;
    private static final short OVERLOADED = 1013;

    private final Context loop;
    private final ServerWebSocket socket;
    private final Hub hub;
    private final IntSupplier largest;
    private final Reader reader;
    private final Runnable leaving;
    private Buffer message = Buffer.buffer();
    private Room.Share share;
    private boolean begun;
    /** Pings since the client last took what it was told. */
    private int unheard;

    private long unframed;
    private boolean left;
    private @Nullable Alarm alarm;

    /** Who reads messages. */
    interface Reader {
        /** Reads one, and closes its share once nothing of it is needed any more. */
        void read(byte[] message, Room.Share share);
    }

    /**
     * Hears nothing yet.
     *
     * @param largest how many bytes a message may have at present
     * @param leaving told before the server says farewell, after which it may say nothing else
     */
    Inbox(Context loop, ServerWebSocket socket, Hub hub, IntSupplier largest, Reader reader, Runnable leaving) {
        this.loop = loop;
        this.socket = socket;
        this.hub = hub;
        this.largest = largest;
        this.reader = reader;
        this.leaving = leaving;
        this.share = hub.room().share();
    }

    void begin() {
        socket.frameHandler(this::add);
        socket.exceptionHandler(this::broken);
        ((WebSocketInternal) socket).channelHandlerContext().pipeline().addFirst(this);
    }

    /** Whoever wrote the client learns by the code whether to send less or to send otherwise. */
    private void broken(Throwable failure) {
        boolean large = failure instanceof CorruptedWebSocketFrameException corrupted
                && corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG);
        if (large) {
            leave(TOO_LARGE, "a message is too large");
        } else {
            leave(BROKEN, "a frame is not as WebSocket has it");
        }
    }

    /** Frames that become whole come to {@link #add} meanwhile; what is left then waits for more. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        ByteBuf read = (ByteBuf) bytes;
        if (left) {
            read.release();
            return;
        }
        unframed += read.readableBytes();
        context.fireChannelRead(read);
        settle();
    }

    private void add(WebSocketFrame frame) {
        Buffer bytes = frame.binaryData();
        unframed -= bytes.length() + header(bytes.length());
        if (left) {
            return;
        }
        if (frame.isPing()) {
            pinged();
        } else if (frame.isBinary()) {
            leave(UNREADABLE, "messages are JSON in text");
        } else if (frame.isText() || frame.isContinuation()) {
            begun = true;
            message.appendBuffer(bytes);
            if (message.length() > largest.getAsInt()) {
                leave(TOO_LARGE, "a message is too large");
            } else if (frame.isFinal()) {
                end();
            }
        }
    }

    /** Each is answered, and what a client does not take of the answers has no other bound. */
    private void pinged() {
        unheard = socket.writeQueueFull() ? unheard + 1 : 0;
        if (unheard > MOST_UNHEARD) {
            leave(TOO_SLOW, "the answers to pings are not taken");
        }
    }

    /** {@return how many bytes a frame of the client has before its payload, as its mask and the shortest form of its length} */
    private static int header(int length) {
        return length < 126 ? 6 : length < 65_536 ? 8 : HEADER;
    }

    private void end() {
        byte[] whole = message.getBytes();
        Room.Share its = share;
        disarm();
        message = Buffer.buffer();
        share = hub.room().share();
        begun = false;
        if (isText(whole)) {
            reader.read(whole, its);
        } else {
            its.close();
            leave(NO_TEXT, "a text is not in UTF-8");
        }
    }

    private static boolean isText(byte[] bytes) {
        try {
            CharBuffer ignored = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    private void settle() {
        long size = message.length() + unframed;
        if (size > largest.getAsInt() + HEADER) {
            leave(TOO_LARGE, "a message is too large");
        } else if (!share.reach(size)) {
            leave(OVERLOADED, "the server has no room for more at present; try again later");
        } else if (size == 0 && !begun) {
            disarm();
        } else if (alarm == null) {
            alarm = hub.scheduler()
                    .schedule(
                            hub.readTime(),
                            () -> loop.runOnContext(now -> leave(TOO_SLOW, "a message was not finished in time")));
        }
    }

    /**
     * Takes nothing more, not even the answer to the farewell. What had come of a message is dropped at once, for the client may take its
     * time over the farewell; what had come of a frame stays counted until the connection has closed, as Netty has it until then.
     */
    private void leave(short code, String reason) {
        if (!left) {
            left = true;
            message = Buffer.buffer();
            boolean ignored = share.reach(unframed);
            leaving.run();
            socket.close(code, reason);
        }
    }

    /** What the page was told it does not take, or there is no room for it. */
    void overload() {
        leave(OVERLOADED, "answers are not taken, or there is no room for them at present; try again later");
    }

    private void disarm() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    /** The connection has closed. */
    void close() {
        disarm();
        share.close();
    }
}
