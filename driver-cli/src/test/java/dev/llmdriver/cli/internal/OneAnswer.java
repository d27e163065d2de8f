package dev.llmdriver.cli.internal;

import dev.llmdriver.client.LlmClient;

/** A program of a user: one streamed answer of a provider's model at an address, and it leaves {@code main}. */
final class OneAnswer {
    private OneAnswer() {}

    public static void main(String[] args) {
        String provider = "llm." + args[0];
        try (LlmClient client = LlmClient.builder()
                .property(provider + ".base-url", args[2])
                .property(provider + ".api-key", "test-key")
                .property(provider + ".connect-timeout", "60s")
                .build()) {
            client.model(args[0] + ":" + args[1]).stream("Hello").forEachText(System.out::print);
        }
    }
}
