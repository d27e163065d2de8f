package dev.llmdriver.spi;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** All that a driver or a decorator implements for chat. Thread-safe; never blocks. */
public interface ChatEngine {
    /** {@return what the caller named} */
    ModelRef ref();

    /**
     * Asks for a whole answer. Begins at once.
     *
     * @param request what to ask
     * @param call what the call shares down the chain
     * @return the answer to come; fails with an {@link dev.llmdriver.error.LlmException}; cancelling it closes the exchange
     */
    CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext call);

    /**
     * Asks for a stream. Nothing is sent before somebody subscribes; each subscriber is an exchange of its own. Events may come on
     * any thread, an event loop among them, and demand reaches the socket.
     *
     * @param request what to ask
     * @param call what the call shares down the chain
     * @return the events, as {@link ChatEvent} orders them
     */
    Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext call);

    /**
     * Shows what would be sent. Sends nothing.
     *
     * @param request what would be asked
     * @param mode how
     * @return the exact request without secrets, and each field's fate
     */
    Explanation explain(ChatRequest request, Mode mode);

    /**
     * Looks through decorators. A decorator returns itself where it fits, and otherwise asks the engine it stands on.
     *
     * @param type the class or interface wanted
     * @param <T> that type
     * @return the first object of that type; empty if there is none
     */
    default <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }
}
