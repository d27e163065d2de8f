module com.acme.llm {
    requires dev.llmdriver;
    requires dev.llmdriver.http;

    provides dev.llmdriver.spi.LlmDriver with
            com.acme.llm.AcmeDriver;
}
