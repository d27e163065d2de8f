package dev.llmdriver.micrometer.internal;

import dev.llmdriver.Mode;
import dev.llmdriver.spi.CallContext;

/**
 * Looks at the calls that pass an engine. Thread-safe.
 *
 * @param <Q> type of the request
 * @param <R> type of the answer
 */
interface Watcher<Q, R> {
    /** {@return what watches this call, which begins now} */
    Run<R> start(Q request, CallContext call, Mode mode);
}
