package dev.llmdriver.micrometer.internal;

import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.EmbeddingEngine;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An embedding engine whose calls are watched. Changes nothing of what passes. */
final class WatchedEmbedding implements EmbeddingEngine {
    private final EmbeddingEngine next;
    private final Watcher<EmbeddingRequest, EmbeddingResponse> watcher;

    WatchedEmbedding(EmbeddingEngine next, Watcher<EmbeddingRequest, EmbeddingResponse> watcher) {
        this.next = next;
        this.watcher = watcher;
    }

    @Override
    public ModelRef ref() {
        return next.ref();
    }

    @Override
    public CompletableFuture<EmbeddingResponse> embed(EmbeddingRequest request, CallContext call) {
        Run<EmbeddingResponse> run = SafeRun.start(watcher, request, call, Mode.GENERATE);
        return Watched.future(run, () -> next.embed(request, run.call()));
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : next.unwrap(type);
    }
}
