package dev.llmdriver;

import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.testing.ManualEngine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/** A driver that throws where it ought to signal. */
final class ThrowingEngine implements ChatEngine {
    private final Supplier<RuntimeException> fault;

    ThrowingEngine() {
        this(() -> new IllegalArgumentException("sk-secret"));
    }

    /** One that throws what comes, or what is thrown instead. */
    ThrowingEngine(Supplier<RuntimeException> fault) {
        this.fault = fault;
    }

    ChatModel model() {
        return ChatModels.of(this, new ManualEngine(), CallSettings.defaults().withCallbackExecutor(Runnable::run));
    }

    ChatStream newStream() {
        return model().stream("Hello");
    }

    @Override
    public ModelRef ref() {
        return ManualEngine.REF;
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        throw fault.get();
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        throw fault.get();
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        throw new IllegalArgumentException("sk-secret");
    }
}
