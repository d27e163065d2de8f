package dev.llmdriver.resilience.internal.gate;

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
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * An engine behind a gate: each request enters, is passed on, and gives its pass back when it ends, whatever the end. Thread-safe.
 *
 * @param next who is asked when the gate is passed
 * @param gate what every attempt must pass
 * @param asSent fills a request as it is filled further down before it is sent, so that it is measured as it leaves
 */
public record GatedEngine(ChatEngine next, Gate gate, UnaryOperator<ChatRequest> asSent) implements ChatEngine {
    /** Makes one beneath which nothing is filled in. */
    public GatedEngine(ChatEngine next, Gate gate) {
        this(next, gate, UnaryOperator.identity());
    }

    @Override
    public ModelRef ref() {
        return next.ref();
    }

    @Override
    public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call) {
        Ask ask = ask(request, call, call::waiting);
        return GatedCall.start(Entrance.at(gate, ask), attempt -> next.generate(request, attempt), ChatResponse::usage);
    }

    Ask ask(ChatRequest request, CallContext call, Consumer<ChatEvent.Waiting> onWaiting) {
        return new Ask(next.ref(), call, () -> RequestSize.of(asSent.apply(request)), onWaiting, request.callOptions());
    }

    @Override
    public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call) {
        return subscriber -> GatedStream.start(this, request, call, subscriber);
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
