/** The driver of Ollama, local and cloud. */
@org.jspecify.annotations.NullMarked
module dev.llmdriver.ollama {
    requires transitive dev.llmdriver;
    requires dev.llmdriver.http;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires static org.jspecify;

    exports dev.llmdriver.ollama;

    provides dev.llmdriver.spi.LlmDriver with
            dev.llmdriver.ollama.OllamaDriver;
}
