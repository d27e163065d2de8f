package dev.llmdriver.examples.quickstart;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.client.output.Output;
import java.util.List;

/** An answer as a value. */
final class Structured {
    private Structured() {}

    public static void main(String[] args) {
        try (LlmClient client = LlmClient.load()) {
            ask(client);
        }
    }

    static void ask(LlmClient client) {
        // tag::structured[]
        record Recipe(String title, List<String> steps) {}

        Output<Recipe> soup = client.generate(ChatRequest.of("A soup for two"), Recipe.class);
        System.out.println(soup.value().title()); // what does not fit is asked for again, twice at most
        // end::structured[]
    }
}
