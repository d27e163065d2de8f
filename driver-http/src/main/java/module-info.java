/** What drivers of HTTP providers share: transport, stream decoding, JSON, error tables. */
@org.jspecify.annotations.NullMarked
module dev.llmdriver.http {
    requires transitive dev.llmdriver;
    requires transitive io.vertx.core;
    requires transitive com.fasterxml.jackson.core;
    requires transitive com.fasterxml.jackson.databind;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.compression;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler.proxy;
    requires io.netty.transport;
    requires io.vertx.web.client;
    requires io.vertx.web.common;
    requires static org.jspecify;

    exports dev.llmdriver.http;

    provides dev.llmdriver.spi.EventLoopDetector with
            dev.llmdriver.http.internal.VertxDetector;
}
