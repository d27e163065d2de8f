package dev.llmdriver.benchmarks.jmh;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Usage;
import dev.llmdriver.benchmarks.Sink;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.StreamEnd;

/** Counts the characters of texts, whoever brings them. */
final class Characters implements EventSink, Sink {
    private int count;
    private boolean done;

    int count() {
        return count;
    }

    @Override
    public void text(String delta) {
        count += delta.length();
    }

    @Override
    public void next(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            text(delta.text());
        }
    }

    @Override
    public void attach(int index, ProviderData data) {
        // nothing is sent back
    }

    @Override
    public void usage(Usage usage) {
        // not counted here
    }

    @Override
    public void finish(StreamEnd end) {
        done = true;
    }

    @Override
    public void done() {
        // the count is the result
    }

    @Override
    public void fail(LlmExceptionBuilder error) {
        throw error.build();
    }

    @Override
    public void fail(Throwable cause) {
        throw new IllegalStateException(cause);
    }

    @Override
    public boolean isDone() {
        return done;
    }
}
