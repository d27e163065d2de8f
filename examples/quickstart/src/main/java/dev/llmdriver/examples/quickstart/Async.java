package dev.llmdriver.examples.quickstart;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.client.LlmClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Ask several questions at once. */
final class Async {
    private Async() {}

    public static void main(String[] args) {
        try (LlmClient client = LlmClient.load()) {
            // tag::async[]
            List<CompletableFuture<String>> answers = Stream.of("Name a fruit.", "Name a city.")
                    .map(ChatRequest::of)
                    .map(client.model()::generateAsync)
                    .map(future -> future.thenApply(ChatResponse::text)) // cancel() on it closes the exchange
                    .toList();
            answers.forEach(answer -> System.out.println(answer.join()));
            // end::async[]
        }
    }
}
