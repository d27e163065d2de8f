/** The contract of LLM Driver: what applications call, what drivers implement, what can go wrong. Nothing but the JDK. */
@org.jspecify.annotations.NullMarked
module dev.llmdriver {
    requires static org.jspecify;

    exports dev.llmdriver;
    exports dev.llmdriver.error;
    exports dev.llmdriver.spi;

    uses dev.llmdriver.spi.LlmDriver;
    uses dev.llmdriver.spi.EventLoopDetector;
}
