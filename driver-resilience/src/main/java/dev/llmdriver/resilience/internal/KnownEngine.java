package dev.llmdriver.resilience.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.ModelFacts;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * An engine whose model something is known of.
 *
 * @param next the engine
 * @param facts what is known
 */
public record KnownEngine(ChatEngine next, ModelFacts facts) implements ChatEngine {
    @Override
    public ModelRef ref() {
        return next.ref();
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        return next.generate(request, call);
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        return next.stream(request, call);
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        return next.explain(request, mode);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        Optional<T> below = next.unwrap(type);
        return below.isPresent() || !type.isInstance(facts) ? below : Optional.of(type.cast(facts));
    }
}
