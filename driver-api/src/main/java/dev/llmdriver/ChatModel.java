package dev.llmdriver;

import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.UnsupportedException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One model of one provider, ready to talk to. Thread-safe, cheap to create and to keep; nothing is opened until a call.
 *
 * <p>All failures are {@link LlmException}s. Futures complete with one directly; the JDK wraps it in {@code join()}, {@code get()}
 * and dependent stages, where {@link LlmException#of(Throwable)} unwraps. Cancelling a future, or one derived from it, closes the
 * exchange.
 */
public interface ChatModel {
    /** {@return what the caller named} */
    ModelRef ref();

    /**
     * Asks and waits for the whole answer. Fit for virtual threads. Interrupting the thread cancels the call.
     *
     * @param request what to ask
     * @return the answer
     * @throws LlmException if there is no answer; its stack is the caller's
     * @throws IllegalStateException on an event loop, which must not be blocked; use {@link #generateAsync}
     */
    ChatResponse generate(ChatRequest request);

    /**
     * Asks one question and waits for the whole answer.
     *
     * @param prompt what the user says
     * @return the answer
     */
    default ChatResponse generate(String prompt) {
        return generate(ChatRequest.of(prompt));
    }

    /**
     * Asks without waiting.
     *
     * @param request what to ask
     * @return the answer to come, completed on the provider's callback executor
     */
    CompletableFuture<ChatResponse> generateAsync(ChatRequest request);

    /**
     * Prepares a stream. Returns at once; nothing is sent until somebody consumes it.
     *
     * @param request what to ask
     * @return the stream, to be consumed once
     */
    ChatStream stream(ChatRequest request);

    /**
     * Prepares a stream of one question.
     *
     * @param prompt what the user says
     * @return the stream, to be consumed once
     */
    default ChatStream stream(String prompt) {
        return stream(ChatRequest.of(prompt));
    }

    /** {@return what the model can do, from what is known without asking; never does I/O} */
    Capabilities capabilities();

    /** {@return what the provider says of the model; asked once and kept} */
    CompletableFuture<ModelInfo> describe();

    /**
     * Counts the tokens of a request, where the provider has a way.
     *
     * @param request what would be asked
     * @return the count; the future fails with {@link UnsupportedException} where there is no way
     */
    CompletableFuture<TokenCount> countTokens(ChatRequest request);

    /**
     * Shows the exact request that would be sent, without secrets, and each field's fate. Sends nothing.
     *
     * @param request what would be asked
     * @param mode how it would be asked
     * @return the explanation
     */
    Explanation explain(ChatRequest request, Mode mode);

    /**
     * Looks through this face and its decorators.
     *
     * @param type the class or interface wanted, such as {@link dev.llmdriver.spi.ChatEngine}
     * @param <T> that type
     * @return the first object of that type; empty if there is none
     */
    <T> Optional<T> unwrap(Class<T> type);
}
