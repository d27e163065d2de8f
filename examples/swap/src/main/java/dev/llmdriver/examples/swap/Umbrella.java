package dev.llmdriver.examples.swap;

import dev.llmdriver.client.LlmClient;
import dev.llmdriver.client.conversation.Conversation;
import dev.llmdriver.client.tool.Toolbox;

/**
 * A conversation with a tool. Who answers is the configuration's business: run it with {@code -Dllm.model=gemini:gemini-2.5-flash}, with
 * {@code LLM_MODEL=ollama:llama3.2} in the environment, or with a line in {@code llm.properties}.
 */
final class Umbrella {
    private Umbrella() {}

    public static void main(String[] args) {
        try (LlmClient client = LlmClient.load()) {
            Conversation talk = Conversation.over(client.model())
                    .system("Answer in one sentence.")
                    .tools(Toolbox.ofMethods(new Station()))
                    .build();
            System.out.println(talk.say("Do I need an umbrella in Oslo?").text());
            System.out.println(talk.say("And in Rome?").text());
        }
    }
}
