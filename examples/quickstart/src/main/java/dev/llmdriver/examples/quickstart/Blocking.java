package dev.llmdriver.examples.quickstart;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.client.LlmClient;

/** Ask and wait. */
final class Blocking {
    private Blocking() {}

    public static void main(String[] args) {
        // tag::blocking[]
        try (LlmClient client = LlmClient.load()) { // reads llm.properties, environment, …
            ChatModel model = client.model(); // llm.model=huggingface:openai/gpt-oss-20b
            ChatResponse answer = model.generate(ChatRequest.builder()
                    .system("Answer in one sentence.")
                    .user("Why is the sky blue?")
                    .maxTokens(200)
                    .build());
            System.out.println(answer.text());
            System.out.println(answer.finishReason() + " " + answer.usage() + " " + answer.attempts());
        }
        // end::blocking[]
    }
}
