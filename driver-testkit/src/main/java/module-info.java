/** Scripted fakes, wire twins, fault injection, record and replay, the conformance kit. */
module dev.llmdriver.testkit {
    requires transitive dev.llmdriver;
    requires io.vertx.core;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires static org.junit.jupiter.api;
    requires static org.jspecify;

// exports dev.llmdriver.testkit; : uncomment with the package's first type
}
