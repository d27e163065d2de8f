package dev.llmdriver.micrometer.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** A chat engine whose calls are watched. Changes nothing of what passes. */
final class WatchedEngine implements ChatEngine {
    private final ChatEngine next;
    private final Watcher<ChatRequest, ChatResponse> watcher;

    WatchedEngine(ChatEngine next, Watcher<ChatRequest, ChatResponse> watcher) {
        this.next = next;
        this.watcher = watcher;
    }

    @Override
    public ModelRef ref() {
        return next.ref();
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        Run<ChatResponse> run = SafeRun.start(watcher, request, call, Mode.GENERATE);
        return Watched.future(run, () -> next.generate(request, run.call()));
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber"); // 1.9
            Run<ChatResponse> run = SafeRun.start(watcher, request, call, Mode.STREAM);
            Watched.stream(run, () -> next.stream(request, run.call()), subscriber);
        };
    }

    @Override
    public Explanation explain(ChatRequest request, Mode mode) {
        return next.explain(request, mode);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : next.unwrap(type);
    }
}
