package dev.llmdriver.client.batch;

import dev.llmdriver.Capabilities;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.TokenCount;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A model that has nothing but asynchronous calls, which is all that a batch makes. */
abstract class NoModel implements ChatModel {
    static final ModelRef REF = new ModelRef("held", "model");

    @Override
    public ModelRef ref() {
        return REF;
    }

    @Override
    public ChatResponse generate(ChatRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.unknown();
    }

    @Override
    public CompletableFuture<ModelInfo> describe() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<TokenCount> countTokens(ChatRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return Optional.empty();
    }
}
