package dev.llmdriver.resilience.internal;

import dev.llmdriver.CallOptions;
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
 * A target of another provider than the first: key, address and headers of the call are the first one's and must not reach it. Who
 * calls stays the same, for he pays here, too.
 *
 * @param next the target
 */
record ForeignTarget(ChatEngine next) implements ChatEngine {
    @Override
    public ModelRef ref() {
        return next.ref();
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        return next.generate(withoutSecrets(request), call);
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        return next.stream(withoutSecrets(request), call);
    }

    private static ChatRequest withoutSecrets(ChatRequest request) {
        CallOptions.Builder options = CallOptions.builder();
        request.callOptions().caller().ifPresent(options::caller);
        return request.toBuilder().callOptions(options.build()).build();
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        return next.explain(withoutSecrets(request), mode);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return next.unwrap(type);
    }
}
