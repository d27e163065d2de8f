package dev.llmdriver.internal;

import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.ModelRef;
import dev.llmdriver.spi.Blocking;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.EmbeddingEngine;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The user's face over an embedding engine. */
public final class EngineEmbeddingModel implements EmbeddingModel {
    private final EmbeddingEngine engine;
    private final CallSettings settings;

    /** Puts a face on an engine. */
    public EngineEmbeddingModel(EmbeddingEngine engine, CallSettings settings) {
        this.engine = engine;
        this.settings = settings;
    }

    @Override
    public ModelRef ref() {
        return engine.ref();
    }

    @Override
    public EmbeddingResponse embed(EmbeddingRequest request) {
        Blocking.guard("embed", "embedAsync");
        CallContext call = newCall(request);
        return Futures.await(start(request, call), call, engine.ref());
    }

    @Override
    public CompletableFuture<EmbeddingResponse> embedAsync(EmbeddingRequest request) {
        return Futures.hop(start(request, newCall(request)), settings.callbackExecutor());
    }

    private CallContext newCall(EmbeddingRequest request) {
        return CallContext.of(
                settings.scheduler(),
                settings.attemptCap(),
                request.callOptions().onWaiting());
    }

    private CompletableFuture<EmbeddingResponse> start(EmbeddingRequest request, CallContext call) {
        return Futures.begin(() -> engine.embed(request, call));
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : engine.unwrap(type);
    }
}
