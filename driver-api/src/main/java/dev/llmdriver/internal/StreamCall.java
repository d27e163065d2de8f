package dev.llmdriver.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.error.Phase;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a stream asks once it is claimed. Its context is made only then, so that no clock runs before. */
final class StreamCall {
    private final ChatEngine engine;
    private final ChatRequest request;
    private final Supplier<CallContext> contexts;
    private volatile @Nullable CallContext context;

    StreamCall(ChatEngine engine, ChatRequest request, Supplier<CallContext> contexts) {
        this.engine = engine;
        this.request = request;
        this.contexts = contexts;
    }

    /** Begins the exchange. */
    void start(Flow.Subscriber<ChatEvent> subscriber) {
        CallContext begun = contexts.get();
        context = begun;
        engine.stream(request, begun).subscribe(subscriber);
    }

    /** Notes the first content, in case that the engine did not. */
    void commit() {
        CallContext begun = context;
        if (begun != null) {
            begun.commit();
        }
    }

    /** Starts an error that says who was asked, how often, and how far the call came. */
    LlmExceptionBuilder error(ErrorKind kind, String message) {
        LlmExceptionBuilder error = LlmException.builder(kind, message).ref(engine.ref());
        CallContext begun = context;
        if (begun == null || begun.ledger().attempts().isEmpty()) {
            return error;
        }
        return error.attempts(begun.ledger().attempts())
                .phase(begun.isCommitted() ? Phase.STREAMING : Phase.FIRST_TOKEN);
    }
}
