package dev.llmdriver.http.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.compression.ZlibCodecFactory;
import io.netty.handler.codec.compression.ZlibDecoder;
import io.netty.handler.codec.compression.ZlibWrapper;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.internal.buffer.BufferInternal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Undoes the compression of one body, a little at a time, so that a small body which becomes a large one is noticed in time. Made only
 * for bodies that say they are compressed, so that others pass no handler for it. Confined to an event loop.
 */
final class Inflation {
    /** Deflate makes at most 1032 bytes of one, so a slice becomes a megabyte at most. */
    private static final int SLICE = 1024;

    private static final Map<String, ZlibWrapper> WRAPPERS = Map.of(
            "gzip", ZlibWrapper.GZIP,
            "x-gzip", ZlibWrapper.GZIP,
            "deflate", ZlibWrapper.ZLIB_OR_NONE,
            "x-deflate", ZlibWrapper.ZLIB_OR_NONE);

    /** The letter x. */
    private static final byte[] MEMBER = HexFormat.of().parseHex("1f8b08000000000000ffab00008316dc8c01000000");

    /** There is nothing to undo. */
    static final Inflation NONE = new Inflation(null, false, URI.create(""));

    private final @Nullable EmbeddedChannel channel;

    private final boolean gzip;
    private final URI uri;
    private boolean begun;

    private Inflation(@Nullable EmbeddedChannel channel, boolean gzip, URI uri) {
        this.channel = channel;
        this.gzip = gzip;
        this.uri = uri;
    }

    /**
     * {@return what undoes the compression that an answer speaks of; nothing if there is none, or one that nobody asked for} Some servers
     * announce it as the way in which they send: before {@code chunked}, which is undone by then.
     */
    static Inflation of(MultiMap headers, URI uri) {
        String content = headers.get(HttpHeaders.CONTENT_ENCODING);
        String transfer = content == null ? headers.get(HttpHeaders.TRANSFER_ENCODING) : null;
        String encoding = transfer == null ? content : transfer.split(",", 2)[0];
        if (encoding == null) {
            return NONE;
        }
        ZlibWrapper wrapper = WRAPPERS.get(encoding.strip().toLowerCase(Locale.ROOT));
        return wrapper == null ? NONE : new Inflation(channel(wrapper), wrapper == ZlibWrapper.GZIP, uri);
    }

    private static EmbeddedChannel channel(ZlibWrapper wrapper) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.config().setAllocator(UnpooledByteBufAllocator.DEFAULT); // pieces may be kept
        channel.pipeline().addLast(ZlibCodecFactory.newZlibDecoder(wrapper, 0));
        return channel;
    }

    /**
     * Hands on what some bytes become, until a piece of it is refused.
     *
     * @return whether none was
     * @throws dev.llmdriver.error.LlmException if they are not what they are said to be
     */
    boolean each(Buffer buffer, Predicate<ByteBuf> taker) {
        ByteBuf bytes = ((BufferInternal) buffer).getByteBuf();
        begun |= channel != null && bytes.isReadable();
        try {
            return channel == null ? taker.test(bytes) : each(channel, bytes.duplicate(), taker);
        } catch (DecompressionException broken) {
            throw Failures.reading(broken, uri).build();
        }
    }

    /** What came before a fault is handed on first, and the fault is none if that was all that is wanted: else the split would decide. */
    private static boolean each(EmbeddedChannel channel, ByteBuf rest, Predicate<ByteBuf> taker) {
        boolean wanted = true;
        while (wanted && rest.isReadable() && channel.isOpen()) {
            DecompressionException fault = null;
            try {
                channel.writeInbound(rest.readRetainedSlice(Math.min(SLICE, rest.readableBytes())));
            } catch (DecompressionException broken) {
                fault = broken;
            }
            wanted = handOn(channel, taker);
            if (wanted && fault != null) {
                throw fault;
            }
        }
        return wanted;
    }

    /**
     * {@return whether what was taken is whole, with the sum at its end; to be asked once, when nothing else comes} The decoder of gzip does
     * not tell, but takes another member behind a whole one and there only, so it gets one and has to make of it what it holds.
     */
    boolean isWhole() {
        if (channel == null || !begun) {
            return true;
        }
        if (!gzip) {
            return channel.pipeline().get(ZlibDecoder.class).isClosed();
        }
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(MEMBER));
        } catch (DecompressionException amidst) {
            return false;
        }
        StringBuilder made = new StringBuilder();
        boolean unused = handOn(channel, piece -> {
            made.append(piece.toString(StandardCharsets.US_ASCII));
            return true;
        });
        return made.toString().equals("x");
    }

    private static boolean handOn(EmbeddedChannel channel, Predicate<ByteBuf> taker) {
        boolean wanted = true;
        for (ByteBuf piece = channel.readInbound(); piece != null; piece = channel.readInbound()) {
            wanted = wanted && taker.test(piece);
            piece.release();
        }
        return wanted;
    }

    /** Frees what it took; may be called again. */
    void close() {
        if (channel == null) {
            return;
        }
        try {
            channel.finishAndReleaseAll();
        } catch (DecompressionException broken) {
            // is of no interest any more
        }
    }
}
