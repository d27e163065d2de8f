package dev.llmdriver.resilience.internal.key;

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
 * An engine that is asked with a certain key. Thread-safe.
 *
 * @param next who is asked
 * @param key which one
 */
record KeyedEngine(ChatEngine next, PoolKey key) implements ChatEngine {
    @Override
    public ModelRef ref() {
        return next.ref();
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        return next.generate(keyed(request), call);
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        return next.stream(keyed(request), call);
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        return next.explain(request.callOptions().apiKey().isPresent() ? request : keyed(request), mode);
    }

    private ChatRequest keyed(ChatRequest request) {
        return request.toBuilder()
                .callOptions(
                        request.callOptions().toBuilder().apiKey(key.secret()).build())
                .build();
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : next.unwrap(type);
    }
}
