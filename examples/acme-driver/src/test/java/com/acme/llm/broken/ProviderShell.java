package com.acme.llm.broken;

import dev.llmdriver.ChatModel;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.Health;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.spi.ModelFacts;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A provider around another one. */
class ProviderShell implements LlmProvider {
    final LlmProvider inner;
    final DriverOptions options;

    ProviderShell(LlmProvider inner, DriverOptions options) {
        this.inner = inner;
        this.options = options;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public ChatModel chatModel(String model) {
        ChatModel good = inner.chatModel(model);
        ChatEngine engine = engine(good.unwrap(ChatEngine.class).orElseThrow());
        ModelFacts facts = facts(good.unwrap(ModelFacts.class).orElseThrow());
        return ChatModels.of(engine, facts, CallSettings.of(options));
    }

    ChatEngine engine(ChatEngine good) {
        return good;
    }

    ModelFacts facts(ModelFacts good) {
        return good;
    }

    @Override
    public EmbeddingModel embeddingModel(String model) {
        return inner.embeddingModel(model);
    }

    @Override
    public CompletableFuture<List<ModelInfo>> models() {
        return inner.models();
    }

    @Override
    public CompletableFuture<Health> health() {
        return inner.health();
    }

    @Override
    public void close() {
        inner.close();
    }
}
