package dev.llmdriver.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpConnection;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LastContentTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<String> told = new ArrayList<>();
    private final HttpConnection connection = (HttpConnection) Proxy.newProxyInstance(
            LastContentTest.class.getClassLoader(),
            new Class<?>[] {HttpConnection.class, HasChannel.class},
            (self, method, none) -> channel);

    /** As Vert.x's connections over TCP. */
    public interface HasChannel {
        Channel channel();
    }

    @BeforeEach
    void codec() {
        channel.pipeline().addLast("codec", new ChannelInboundHandlerAdapter());
    }

    private void watch(String name) {
        LastContent.on(connection, () -> told.add(name));
    }

    private void head() {
        channel.writeInbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
    }

    private void end() {
        channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    @Test
    void tellsOfEachAnswersEndOnce() {
        watch("one");
        end();
        head();
        end();
        assertThat(told).containsExactly("one");
        head();
        watch("two");
        assertThat(told).containsExactly("one");
        end();
        assertThat(told).containsExactly("one", "two");
    }

    @Test
    void tellsAtOnceWhereTheEndWasReadBeforeTheHeadWasHandedOn() {
        watch("one");
        end();
        head();
        end();
        watch("two");
        assertThat(told).containsExactly("one", "two");
    }

    @Test
    void anEndThatNettyMakesUpIsNone() {
        watch("one");
        LastHttpContent broken = new DefaultLastHttpContent();
        broken.setDecoderResult(DecoderResult.failure(new IOException("no size of a chunk")));
        channel.writeInbound(broken);
        assertThat(told).isEmpty();
    }

    @Test
    void aSeriesOfReadsIsShort() {
        MaxMessagesRecvByteBufAllocator reads = channel.config().getRecvByteBufAllocator();
        int usual = reads.maxMessagesPerRead();
        watch("one");
        assertThat(reads.maxMessagesPerRead()).isEqualTo(4).isLessThan(usual);
    }
}
