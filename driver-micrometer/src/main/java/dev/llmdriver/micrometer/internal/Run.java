package dev.llmdriver.micrometer.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;

/**
 * What watches one call while it passes an engine. It ends once, by {@link #answered} or {@link #failed}; a caller's cancel may come on
 * another thread than the events.
 *
 * @param <R> type of the answer
 */
interface Run<R> {
    /** {@return what is handed down the chain} */
    CallContext call();

    /** Sees an event of a stream, before the subscriber does. */
    default void event(ChatEvent event) {}

    /** Sees the whole answer. */
    void answered(R answer);

    /** Sees how the call failed; a cancel by the caller is the kind {@code cancelled}. */
    void failed(LlmException failure);
}
