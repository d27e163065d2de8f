package dev.llmdriver.client.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * Fills requests with what is configured. Outermost, so that everything beneath sees one request.
 *
 * @param next what is asked
 * @param defaults what is configured
 */
record DefaultsEngine(ChatEngine next, RequestDefaults defaults) implements ChatEngine {
    @Override
    public ModelRef ref() {
        return next.ref();
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        return next.generate(defaults.applyTo(request), call);
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        return next.stream(defaults.applyTo(request), call);
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        return next.explain(defaults.applyTo(request), mode);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : next.unwrap(type);
    }
}
