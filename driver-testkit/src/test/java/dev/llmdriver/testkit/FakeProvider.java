package dev.llmdriver.testkit;

import dev.llmdriver.ChatModel;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.Health;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelInfo;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A provider of models that a test makes. */
public record FakeProvider(String name, Function<String, ChatModel> chatModels, Health verdict, List<ModelInfo> offered)
        implements LlmProvider {

    /** Creates one that is up and offers a model. */
    public FakeProvider(String name, Function<String, ChatModel> chatModels) {
        this(
                name,
                chatModels,
                new Health(Health.Status.UP, "fine", ""),
                List.of(ModelInfo.builder("model").build()));
    }

    @Override
    public ChatModel chatModel(String model) {
        return chatModels.apply(model);
    }

    @Override
    public EmbeddingModel embeddingModel(String model) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<List<ModelInfo>> models() {
        return CompletableFuture.completedFuture(offered);
    }

    @Override
    public CompletableFuture<Health> health() {
        return CompletableFuture.completedFuture(verdict);
    }

    @Override
    public void close() {}
}
