/** What an application adds: configuration, tool loop, structured output, conversation. */
module dev.llmdriver.client {
    requires transitive dev.llmdriver;
    requires transitive dev.llmdriver.resilience;
    requires com.fasterxml.classmate;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jdk8;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires com.github.victools.jsonschema.generator;
    requires com.github.victools.jsonschema.module.jackson;
    requires com.networknt.schema;
    requires io.smallrye.config;
    requires static org.jspecify;

    exports dev.llmdriver.client;
    exports dev.llmdriver.client.batch;
    exports dev.llmdriver.client.conversation;
    exports dev.llmdriver.client.output;
    exports dev.llmdriver.client.tool;

    uses dev.llmdriver.resilience.LimitStoreProvider;
}
