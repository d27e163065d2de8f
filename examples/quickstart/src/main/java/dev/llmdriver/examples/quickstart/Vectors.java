package dev.llmdriver.examples.quickstart;

import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.client.LlmClient;
import java.util.List;

/** Texts as vectors. */
final class Vectors {
    private Vectors() {}

    public static void main(String[] args) {
        try (LlmClient client = LlmClient.load()) {
            System.out.println(make(client).get(0).length + " numbers each");
        }
    }

    static List<float[]> make(LlmClient client) {
        // tag::vectors[]
        EmbeddingModel embeddings = client.embeddingModel("huggingface:BAAI/bge-m3");
        List<float[]> vectors =
                embeddings.embed(EmbeddingRequest.of("a cat", "a dog")).vectors();
        // end::vectors[]
        return vectors;
    }
}
