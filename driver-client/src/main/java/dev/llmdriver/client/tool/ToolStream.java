package dev.llmdriver.client.tool;

import dev.llmdriver.error.LlmException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * A loop of tools as it goes: a publisher, an iterable and a handle in one. Thread-safe.
 *
 * <p>It is claimed once, by the first of {@link #subscribe}, {@link #iterator}, {@link #forEachText} or {@link #result}; a second claim
 * is an {@link IllegalStateException}. Nothing is sent and no tool runs before. Demand reaches the socket. Who stops asking must
 * {@link #cancel}.
 */
public interface ToolStream extends Flow.Publisher<ToolEvent>, Iterable<ToolEvent>, AutoCloseable {
    /**
     * Claims the stream and hands over the texts of all answers on the calling thread until the end.
     *
     * @param action called for each text; what it throws cancels the stream and is thrown here
     * @return how it went
     * @throws LlmException if the run failed or was cancelled
     */
    ToolRun forEachText(Consumer<String> action);

    /**
     * Waits for the end. Claims and drains the stream if nobody has claimed it yet.
     *
     * @return how it went
     * @throws LlmException if the run failed or was cancelled
     */
    ToolRun result();

    /** {@return how it went, to come; never claims the stream; cancelling it cancels the stream} */
    CompletableFuture<ToolRun> completion();

    /** Gives up: cancels the call or the tools under way. Idempotent, on any thread. The subscriber hears nothing more. */
    void cancel();

    /** Cancels the stream if it still runs. */
    @Override
    default void close() {
        cancel();
    }
}
