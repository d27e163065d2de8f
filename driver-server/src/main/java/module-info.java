/** A gateway that speaks OpenAI's protocol to clients in any language. */
@org.jspecify.annotations.NullMarked
module dev.llmdriver.server {
    requires transitive dev.llmdriver;
    requires transitive dev.llmdriver.client;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.nimbusds.jose.jwt;
    requires com.zaxxer.hikari;
    requires flyway.core;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.transport;
    requires io.vertx.core;
    requires io.vertx.web;
    requires java.sql;
    requires org.xerial.sqlitejdbc;
    requires static org.jspecify;

    exports dev.llmdriver.server;
}
