package dev.llmdriver.micrometer.internal;

import dev.llmdriver.Attempt;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import java.util.List;
import java.util.Locale;

/** One try of a driver, observed as the HTTP request that it is; what the ledger says of the request is added at its end. */
final class AttemptSpan<R> implements Run<R> {
    private final Span span;
    private final CallContext call;
    private final int before;

    AttemptSpan(Span span, CallContext call) {
        this.span = span;
        this.call = call;
        this.before = call.ledger().attempts().size();
    }

    @Override
    public CallContext call() {
        return call;
    }

    @Override
    public void answered(R answer) {
        describe();
        span.stop();
    }

    @Override
    public void failed(LlmException failure) {
        describe();
        span.stop(failure);
    }

    private void describe() {
        List<Attempt> all = call.ledger().attempts();
        if (all.size() > before) {
            describe(all.get(all.size() - 1));
        }
    }

    private void describe(Attempt last) {
        if (last.number() > 1) {
            span.set("http.request.resend_count", last.number() - 1);
        }
        span.set("llmdriver.attempt.purpose", last.purpose().name().toLowerCase(Locale.ROOT));
        last.status().ifPresent(status -> span.set("http.response.status_code", status));
        last.requestId().ifPresent(id -> span.set("llmdriver.request.id", id));
        last.keyLabel().ifPresent(label -> span.set("llmdriver.key.label", label));
    }
}
