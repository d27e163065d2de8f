package dev.llmdriver;

import dev.llmdriver.error.CancelledException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * One answer as it comes: a publisher, an iterable and a handle in one. Thread-safe.
 *
 * <p>It is claimed once, by the first of {@link #subscribe}, {@link #iterator}, {@link #texts}, {@link #forEachText} or
 * {@link #result}; a second claim is an {@link IllegalStateException}. Nothing is sent and no clock runs before. Demand reaches the
 * socket: a slow reader slows the server. A stream that ends without the provider's end mark fails; it never looks complete.
 *
 * <p>The end comes after the events before it, so a subscriber or reader that stops asking must {@link #cancel}, or {@link #completion}
 * stays pending. A stream that was cancelled before anybody claimed it counts as claimed.
 */
public interface ChatStream extends Flow.Publisher<ChatEvent>, Iterable<ChatEvent>, AutoCloseable {
    /** Where a stream is in its life. */
    enum State {
        /** Nobody consumes it; nothing was sent. */
        NEW,
        /** Somebody consumes it; no content yet. */
        CLAIMED,
        /** Content has come: from here on nothing is retried. */
        COMMITTED,
        /** Ended with the whole answer; one cut by the token limit is whole. */
        COMPLETED,
        /** Ended with an error. */
        FAILED,
        /** The caller gave up. */
        CANCELLED
    }

    /** {@return where the stream is in its life} */
    State state();

    /**
     * Claims the stream for its texts alone. Iterating blocks; an early exit from the loop should be followed by {@link #close}.
     *
     * @return the texts as they come
     */
    Iterable<String> texts();

    /**
     * Claims the stream and hands over its texts on the calling thread until the end.
     *
     * @param action called for each text; what it throws cancels the stream and is thrown here
     * @return the whole answer
     */
    ChatResponse forEachText(Consumer<String> action);

    /**
     * Waits for the whole answer. Claims and drains the stream if nobody has claimed it yet.
     *
     * @return the answer
     * @throws dev.llmdriver.error.LlmException if the stream failed or was cancelled
     */
    ChatResponse result();

    /** {@return the whole answer to come; never claims the stream} */
    CompletableFuture<ChatResponse> completion();

    /**
     * Gives up: closes the exchange. Idempotent, on any thread, in any state. The subscriber hears nothing more; waiting readers,
     * {@link #result} and {@link #completion} end with {@link CancelledException}, which holds what had come.
     */
    void cancel();

    /** Cancels the stream if it still runs. */
    @Override
    default void close() {
        cancel();
    }
}
