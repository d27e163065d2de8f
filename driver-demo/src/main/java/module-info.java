/** The driver "demo": the Hugging Face twin inside the process, over real HTTP on loopback. */
module dev.llmdriver.demo {
    requires transitive dev.llmdriver;
    requires dev.llmdriver.testkit;
    requires dev.llmdriver.huggingface;
    requires io.netty.common;
    requires static org.jspecify;

    exports dev.llmdriver.demo;

    provides dev.llmdriver.spi.LlmDriver with
            dev.llmdriver.demo.DemoDriver;
}
