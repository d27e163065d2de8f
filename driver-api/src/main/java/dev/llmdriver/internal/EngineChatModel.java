package dev.llmdriver.internal;

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
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ModelFacts;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The user's face over a chat engine. */
public final class EngineChatModel implements ChatModel {
    private final ChatEngine engine;
    private final ModelFacts facts;
    private final CallSettings settings;
    private final AtomicReference<@Nullable CompletableFuture<ModelInfo>> description = new AtomicReference<>();

    /** Puts a face on an engine. */
    public EngineChatModel(ChatEngine engine, ModelFacts facts, CallSettings settings) {
        this.engine = engine;
        this.facts = facts;
        this.settings = settings;
    }

    @Override
    public ModelRef ref() {
        return engine.ref();
    }

    @Override
    public ChatResponse generate(ChatRequest request) {
        Blocking.guard("generate", "generateAsync");
        return Blocking.await(engine.generate(request, newCall(request)));
    }

    @Override
    public CompletableFuture<ChatResponse> generateAsync(ChatRequest request) {
        return Futures.hop(engine.generate(request, newCall(request)), settings.callbackExecutor());
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        return new EngineChatStream(() -> engine.stream(request, newCall(request)), settings.callbackExecutor());
    }

    private CallContext newCall(ChatRequest request) {
        return CallContext.of(
                settings.scheduler(),
                settings.attemptCap(),
                request.callOptions().onWaiting());
    }

    @Override
    public Capabilities capabilities() {
        return facts.capabilities();
    }

    @Override
    public CompletableFuture<ModelInfo> describe() {
        CompletableFuture<ModelInfo> known = description.get();
        if (known != null && !known.isCompletedExceptionally()) {
            return known.copy();
        }
        CompletableFuture<ModelInfo> asked = facts.describe();
        description.set(asked);
        return asked.copy();
    }

    @Override
    public CompletableFuture<TokenCount> countTokens(ChatRequest request) {
        return facts.countTokens(request);
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        return engine.explain(request, mode);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return Stream.of(this, engine, facts)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
