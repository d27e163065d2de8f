/** The driver of Google's Gemini API. */
@org.jspecify.annotations.NullMarked
module dev.llmdriver.gemini {
    requires transitive dev.llmdriver;
    requires dev.llmdriver.http;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires static org.jspecify;

    exports dev.llmdriver.gemini;

    provides dev.llmdriver.spi.LlmDriver with
            dev.llmdriver.gemini.GeminiDriver;
}
