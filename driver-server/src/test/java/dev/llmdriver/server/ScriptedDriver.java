package dev.llmdriver.server;

import dev.llmdriver.ChatModel;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.Health;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.LlmDriver;
import dev.llmdriver.spi.Option;
import dev.llmdriver.testkit.ScriptedChatModel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** A driver whose every model is the same scripted one, and which cannot list them unless a test has it do so. */
final class ScriptedDriver implements LlmDriver {
    final ScriptedChatModel model = ScriptedChatModel.create();
    final CountDownLatch listing = new CountDownLatch(1);
    /** What is told of its models. */
    volatile CompletableFuture<List<ModelInfo>> list = CompletableFuture.failedFuture(
            LlmException.builder(ErrorKind.OVERLOADED, "no list").build());

    @Override
    public String id() {
        return "scripted";
    }

    @Override
    public Set<Option<?>> options() {
        return Set.of();
    }

    @Override
    public LlmProvider connect(DriverOptions options) {
        return new Provider();
    }

    private final class Provider implements LlmProvider {
        @Override
        public String name() {
            return id();
        }

        @Override
        public ChatModel chatModel(String name) {
            return model;
        }

        @Override
        public EmbeddingModel embeddingModel(String name) {
            throw LlmException.builder(ErrorKind.UNSUPPORTED, "no embeddings").build();
        }

        @Override
        public CompletableFuture<List<ModelInfo>> models() {
            listing.countDown();
            return list;
        }

        @Override
        public CompletableFuture<Health> health() {
            return CompletableFuture.completedFuture(new Health(Health.Status.UP, "", ""));
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
