package dev.llmdriver.micrometer.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import java.time.Duration;
import java.util.function.BiConsumer;

/** What one target does for a call, observed. Events come one at a time. */
final class OperationSpan<R> implements Run<R> {
    private static final long NONE = Long.MIN_VALUE;
    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    private final Span span;
    private final CallContext call;
    private final BiConsumer<Span, R> fields;
    private final int before;
    private final long startedAt;
    private long firstChunk = NONE;

    OperationSpan(Span span, CallContext call, BiConsumer<Span, R> fields) {
        this.span = span;
        this.call = call;
        this.fields = fields;
        this.before = call.ledger().attempts().size();
        this.startedAt = call.scheduler().nanoTime();
    }

    @Override
    public CallContext call() {
        return call;
    }

    @Override
    public void event(ChatEvent event) {
        if (firstChunk == NONE && event.isContent() && !(event instanceof ChatEvent.Finished)) {
            firstChunk = call.scheduler().nanoTime();
            span.set("gen_ai.response.time_to_first_chunk", Double.toString((firstChunk - startedAt) / NANOS));
        }
    }

    @Override
    public void answered(R answer) {
        try {
            fields.accept(span, answer); // asks for prices, which are the application's
        } finally {
            count();
            span.stop();
        }
    }

    @Override
    public void failed(LlmException failure) {
        count();
        span.stop(failure);
    }

    private void count() {
        span.set("llmdriver.attempt.count", call.ledger().attempts().size() - before);
    }
}
