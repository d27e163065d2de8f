package dev.llmdriver.fuzz;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Usage;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.StreamEnd;
import org.jspecify.annotations.Nullable;

/** Keeps the error with which a framing refuses a body. */
final class Refusals implements EventSink {
    private @Nullable String failure;

    @Nullable
    String failure() {
        return failure;
    }

    @Override
    public void next(ChatEvent event) {}

    @Override
    public void attach(int index, ProviderData data) {}

    @Override
    public void usage(Usage usage) {}

    @Override
    public void finish(StreamEnd end) {}

    @Override
    public void fail(LlmExceptionBuilder error) {
        failure = failure == null ? error.build().reason() : failure;
    }

    @Override
    public boolean isDone() {
        return failure != null;
    }
}
