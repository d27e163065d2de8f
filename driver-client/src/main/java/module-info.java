/** What an application adds: configuration, tool loop, structured output, conversation. */
module dev.llmdriver.client {
    requires transitive dev.llmdriver;
    requires transitive dev.llmdriver.resilience;
    requires io.smallrye.config;
    requires static org.jspecify;

    exports dev.llmdriver.client;
    exports dev.llmdriver.client.batch;
}
