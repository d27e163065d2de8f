/** The driver of the Hugging Face router, dedicated endpoints and TGI. */
module dev.llmdriver.huggingface {
    requires transitive dev.llmdriver;
    requires dev.llmdriver.http;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires static org.jspecify;

// exports dev.llmdriver.huggingface; : uncomment with the package's first type
}
