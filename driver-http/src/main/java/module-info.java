/** What drivers of HTTP providers share: transport, stream decoding, JSON, error tables. */
@org.jspecify.annotations.NullMarked
module dev.llmdriver.http {
    requires transitive dev.llmdriver;
    requires transitive io.vertx.core;
    requires transitive com.fasterxml.jackson.core;
    requires transitive com.fasterxml.jackson.databind;
    requires io.vertx.web.client;
    requires static org.jspecify;

    exports dev.llmdriver.http;
}
