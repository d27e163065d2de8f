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
import dev.llmdriver.spi.Blocking;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ModelFacts;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The user's face over a chat engine. */
public final class EngineChatModel implements ChatModel {
    private final ChatEngine engine;
    private final ModelFacts facts;
    private final CallSettings settings;
    private @Nullable CompletableFuture<ModelInfo> description; // guarded by this

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
        CallContext call = newCall(request);
        return Futures.await(begin(request, call), call, engine.ref());
    }

    @Override
    public CompletableFuture<ChatResponse> generateAsync(ChatRequest request) {
        return Futures.hop(begin(request, newCall(request)), settings.callbackExecutor());
    }

    private CompletableFuture<ChatResponse> begin(ChatRequest request, CallContext call) {
        return Futures.begin(() -> engine.generate(request, call));
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        Objects.requireNonNull(request, "request");
        StreamCall call = new StreamCall(engine, request, () -> newCall(request));
        return new EngineChatStream(call, settings.callbackExecutor());
    }

    private CallContext newCall(ChatRequest request) {
        Objects.requireNonNull(request, "request");
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
        // Others may wait for the same answer, so nobody can cancel it.
        return Futures.follow(description(), settings.callbackExecutor(), () -> {});
    }

    /** Under a lock, or two that ask at the same time would each send a request. */
    private synchronized CompletableFuture<ModelInfo> description() {
        CompletableFuture<ModelInfo> known = description;
        if (known == null || known.isCompletedExceptionally()) {
            known = Futures.begin(facts::describe);
            description = known;
        }
        return known;
    }

    @Override
    public CompletableFuture<TokenCount> countTokens(ChatRequest request) {
        return Futures.hop(Futures.begin(() -> facts.countTokens(request)), settings.callbackExecutor());
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        return engine.explain(request, mode);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return Optional.of(type.cast(this));
        }
        Optional<T> below = engine.unwrap(type);
        return below.isPresent() || !type.isInstance(facts) ? below : Optional.of(type.cast(facts));
    }
}
