package com.acme.llm.broken;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Usage;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.StreamEnd;

/** A sink before another one. */
class SinkShell implements EventSink {
    final EventSink inner;

    SinkShell(EventSink inner) {
        this.inner = inner;
    }

    @Override
    public void next(ChatEvent event) {
        inner.next(event);
    }

    @Override
    public void attach(int index, ProviderData data) {
        inner.attach(index, data);
    }

    @Override
    public void usage(Usage usage) {
        inner.usage(usage);
    }

    @Override
    public void finish(StreamEnd end) {
        inner.finish(end);
    }

    @Override
    public void fail(LlmExceptionBuilder error) {
        inner.fail(error);
    }

    @Override
    public boolean isDone() {
        return inner.isDone();
    }
}
