package dev.llmdriver.cli.internal;

import dev.llmdriver.client.LlmClient;

/** A program of a user: one streamed answer, and it leaves {@code main}. */
final class OneAnswer {
    private OneAnswer() {}

    public static void main(String[] args) {
        try (LlmClient client = LlmClient.builder()
                .property("llm.huggingface.base-url", args[0])
                .property("llm.huggingface.api-key", "hf_test")
                .property("llm.huggingface.connect-timeout", "60s")
                .build()) {
            client.model("huggingface:twin/echo").stream("Hello").forEachText(System.out::print);
        }
    }
}
