/** Scripted fakes, wire twins, fault injection, record and replay, the conformance kit. */
module dev.llmdriver.testkit {
    requires transitive dev.llmdriver;
    requires transitive io.vertx.core;
    requires transitive com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.core;
    requires io.netty.transport;
    requires java.logging;
    requires static org.junit.jupiter.api;
    requires static org.junit.platform.commons;
    requires static org.jspecify;
    requires static org.yaml.snakeyaml;

    exports dev.llmdriver.testkit;
    exports dev.llmdriver.testkit.replay;
    exports dev.llmdriver.testkit.tck;
}
