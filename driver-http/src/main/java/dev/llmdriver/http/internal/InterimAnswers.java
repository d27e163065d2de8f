package dev.llmdriver.http.internal;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Passes over interim answers (RFC 9110, 15.2) on an HTTP/1.1 connection. Vert.x does so with 100 and 103 only; any other it would take for
 * the answer. Nothing of them is kept, and they move no clock. One that switches protocols is left to fail the call, for nobody asked.
 */
final class InterimAnswers extends ChannelInboundHandlerAdapter {
    private static final String NAME = "llm-interim-answers";

    /** Whether the end that the codec makes for an interim answer is still to come. */
    private boolean passing;

    private InterimAnswers() {}

    static void skip(ChannelPipeline pipeline) {
        if (pipeline.get(LastContent.CODEC) != null) {
            pipeline.addAfter(LastContent.CODEC, NAME, new InterimAnswers());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message.getClass() != DefaultHttpContent.class
                && isPassedOver(message)) { // asked first, for nearly all are
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    private boolean isPassedOver(Object message) {
        if (message instanceof HttpResponse head) {
            passing = head.decoderResult().isSuccess()
                    && head.status().codeClass() == HttpStatusClass.INFORMATIONAL
                    && head.status().code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
            return passing;
        }
        boolean end = passing && message instanceof LastHttpContent;
        passing &= !end;
        return end;
    }
}
