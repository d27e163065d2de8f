package dev.llmdriver.benchmarks.jmh;

import dev.llmdriver.ChatModel;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.benchmarks.Protocol;
import dev.llmdriver.spi.DriverOptions;

/** The drivers' own models, without a chain. Nothing is sent. */
final class Models {
    private Models() {}

    static LlmProvider provider(Protocol protocol) {
        DriverOptions options = switch (protocol) {
            case OPENAI ->
                DriverOptions.builder("huggingface")
                        .set("endpoint", "dedicated")
                        .set("base-url", "http://127.0.0.1:1/v1")
                        .set("api-key", "sk-bench")
                        .build();
            case OLLAMA ->
                DriverOptions.builder("ollama")
                        .set("base-url", "http://127.0.0.1:1")
                        .build();
            case GEMINI ->
                DriverOptions.builder("gemini")
                        .set("base-url", "http://127.0.0.1:1")
                        .set("api-key", "sk-bench")
                        .build();
        };
        return LlmDrivers.load().open(options);
    }

    static ChatModel model(LlmProvider provider) {
        return provider.chatModel("bench-500-0");
    }
}
