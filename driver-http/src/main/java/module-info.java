/** What drivers of HTTP providers share: transport, stream decoding, JSON, error tables. */
module dev.llmdriver.http {
    requires transitive dev.llmdriver;
    requires transitive io.vertx.core;
    requires io.vertx.web.client;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires static org.jspecify;

// exports dev.llmdriver.http; : uncomment with the package's first type
}
