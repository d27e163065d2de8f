package dev.llmdriver.guice;

import dev.llmdriver.client.LlmClient;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The client of one module: made once, closed once. Thread-safe. */
final class OwnedClient implements AutoCloseable {
    private @Nullable LlmClient client;
    private boolean closed;

    synchronized LlmClient open(Supplier<LlmClient> source) {
        if (closed) {
            throw new IllegalStateException("this LlmModule is closed; make a new one for a new injector");
        }
        if (client != null) {
            throw new IllegalStateException("this LlmModule serves an injector already; give each injector its own");
        }
        LlmClient opened = source.get();
        client = opened;
        return opened;
    }

    Thread closer() {
        return new Thread(this::close, "llm-driver-shutdown");
    }

    @Override
    public void close() {
        LlmClient open = take();
        if (open != null) {
            open.close();
        }
    }

    private synchronized @Nullable LlmClient take() {
        closed = true;
        return client;
    }
}
