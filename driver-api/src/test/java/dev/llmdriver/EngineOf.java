package dev.llmdriver;

import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.testing.ManualEngine;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/** An engine whose streams come from one publisher. */
record EngineOf(Flow.Publisher<ChatEvent> publisher) implements ChatEngine {
    ChatStream newStream() {
        return newStream(Runnable::run);
    }

    ChatStream newStream(Executor executor) {
        CallSettings settings = CallSettings.defaults().withCallbackExecutor(executor);
        return ChatModels.of(this, new ManualEngine(), settings).stream("Hello");
    }

    @Override
    public ModelRef ref() {
        return ManualEngine.REF;
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        return new CompletableFuture<>();
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        return publisher;
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        return new Explanation("POST", "http://localhost/", Map.of(), "{}", List.of());
    }
}
