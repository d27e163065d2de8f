/** The "llm" command. */
module dev.llmdriver.cli {
    requires dev.llmdriver;
    requires dev.llmdriver.client;
    requires dev.llmdriver.micrometer;
    requires dev.llmdriver.ollama;
    requires dev.llmdriver.server;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires info.picocli;
    requires java.logging;
    requires org.jline;
    requires micrometer.registry.prometheus;
    requires static org.jspecify;

    exports dev.llmdriver.cli;

    // The JDK's logging makes the class that configures it.
    exports dev.llmdriver.cli.internal to
            java.logging;

    opens dev.llmdriver.cli.internal to
            info.picocli;
}
