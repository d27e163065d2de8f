package dev.llmdriver.micrometer.internal;

import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;

/** A whole call, observed. */
final class CallSpan<R> implements Run<R> {
    private final Span span;
    private final CallContext call;

    CallSpan(Span span, CallContext call) {
        this.span = span;
        this.call = call;
    }

    @Override
    public CallContext call() {
        return call;
    }

    @Override
    public void answered(R answer) {
        count();
        span.stop();
    }

    @Override
    public void failed(LlmException failure) {
        count();
        span.stop(failure);
    }

    private void count() {
        span.set("llmdriver.attempt.count", call.ledger().attempts().size());
    }
}
