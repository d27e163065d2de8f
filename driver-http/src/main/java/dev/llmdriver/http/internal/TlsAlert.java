package dev.llmdriver.http.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;

/**
 * Looks at the first byte of a connection without TLS. A server that expects TLS answers a request with an alert, seven bytes in which Netty
 * finds no line, and closes: what can be told apart by nothing else from a server that breaks down.
 */
final class TlsAlert extends ChannelInboundHandlerAdapter {
    /** Of the record's type (RFC 8446, 5.1); no answer of HTTP begins so. */
    private static final byte ALERT = 21;

    private TlsAlert() {}

    /** There came one. */
    static final class Heard extends DecoderException {
        private static final long serialVersionUID = 1L;

        Heard() {
            super("the server answers with an alert of TLS");
        }
    }

    static void listen(ChannelPipeline pipeline) {
        if (pipeline.get(LastContent.CODEC) != null) {
            pipeline.addBefore(LastContent.CODEC, "llm-tls-alert", new TlsAlert());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        boolean alert =
                message instanceof ByteBuf bytes && bytes.isReadable() && bytes.getByte(bytes.readerIndex()) == ALERT;
        context.pipeline().remove(this);
        if (alert) {
            ReferenceCountUtil.release(message);
            context.fireExceptionCaught(new Heard());
        } else {
            context.fireChannelRead(message);
        }
    }
}
