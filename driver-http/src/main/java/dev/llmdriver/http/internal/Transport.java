package dev.llmdriver.http.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.Explanation;
import dev.llmdriver.FieldFate;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.Exchange;
import dev.llmdriver.http.Redactor;
import dev.llmdriver.http.StreamDecoder;
import dev.llmdriver.http.WireRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/** What stands behind an endpoint. */
public final class Transport {
    private final Redactor redactor = new Redactor();

    /** Reads the options. */
    public Transport(EndpointSettings settings) {}

    public CompletableFuture<ChatResponse> generate(
            WireRequest request, Exchange exchange, BodyDecoder<ChatResponseBuilder> decoder) {
        throw new UnsupportedOperationException();
    }

    public Flow.Publisher<ChatEvent> stream(
            WireRequest request, Exchange exchange, Supplier<? extends StreamDecoder> decoders) {
        throw new UnsupportedOperationException();
    }

    public <T> CompletableFuture<T> exchange(WireRequest request, Exchange exchange, BodyDecoder<T> decoder) {
        throw new UnsupportedOperationException();
    }

    public <T> CompletableFuture<T> metadata(WireRequest request, BodyDecoder<T> decoder) {
        throw new UnsupportedOperationException();
    }

    public Explanation explain(WireRequest request, List<FieldFate> fields) {
        throw new UnsupportedOperationException();
    }

    public Redactor redactor() {
        return redactor;
    }

    public boolean isClosed() {
        return false;
    }

    public void close() {}
}
