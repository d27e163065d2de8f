package dev.llmdriver.http;

import dev.llmdriver.Capabilities;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ChatModels;
import dev.llmdriver.spi.ModelFacts;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;

/** An engine that only streams. */
record TestEngine(Function<CallContext, Flow.Publisher<ChatEvent>> source) implements ChatEngine, ModelFacts {
    ChatModel face(CallSettings settings) {
        return ChatModels.of(this, this, settings);
    }

    @Override
    public ModelRef ref() {
        return EndpointTest.REF;
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        return source.apply(call);
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Capabilities capabilities() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<ModelInfo> describe() {
        throw new UnsupportedOperationException();
    }
}
