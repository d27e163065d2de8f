/** The driver of Hugging Face's router, hf-inference and dedicated endpoints. */
@org.jspecify.annotations.NullMarked
module dev.llmdriver.huggingface {
    requires transitive dev.llmdriver;
    requires dev.llmdriver.http;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires static org.jspecify;

    exports dev.llmdriver.huggingface;

    provides dev.llmdriver.spi.LlmDriver with
            dev.llmdriver.huggingface.HuggingFaceDriver;
}
