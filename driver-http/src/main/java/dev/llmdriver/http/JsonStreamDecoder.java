package dev.llmdriver.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads streams whose events are JSON, as trees: the simplest decoder that keeps the contract. Where thousands of events a second
 * matter, a {@link StreamDecoder} of one's own that reads tokens is faster. Not thread-safe.
 */
public abstract class JsonStreamDecoder implements StreamDecoder {
    private final Framing framing;
    private final Feed feed;
    private final End end;
    private final @Nullable StringBuilder raw;

    /** How events are told apart. */
    public enum Framing {
        /** One line of JSON for each event. */
        NDJSON,
        /** Server-sent events, of which the data counts. */
        SSE
    }

    /** Where a body's bytes go. */
    private interface Feed {
        void data(byte[] bytes, int offset, int length, EventSink sink) throws IOException;
    }

    /** Who is told of a body's end. */
    private interface End {
        void end(EventSink sink) throws IOException;
    }

    /**
     * Makes a decoder.
     *
     * @param framing how events are told apart
     * @param maxEventBytes the bound of one event, {@link ProviderEndpoint#maxEventBytes()}
     * @param keepRaw whether {@link #raw} shall be kept, {@code ChatRequest.rawResponse()}
     */
    protected JsonStreamDecoder(Framing framing, int maxEventBytes, boolean keepRaw) {
        this.framing = framing;
        if (framing == Framing.NDJSON) {
            NdjsonDecoder lines = new NdjsonDecoder(this::json, maxEventBytes);
            feed = lines::data;
            end = lines::end;
        } else {
            SseDecoder events = new SseDecoder(this::event, maxEventBytes);
            feed = events::data;
            end = events::end;
        }
        raw = keepRaw ? new StringBuilder() : null;
    }

    /**
     * Takes an event.
     *
     * @param json what it says
     * @param sink where the answer's events go
     * @throws IOException if it cannot be understood
     */
    protected abstract void event(JsonNode json, EventSink sink) throws IOException;

    /** {@return the events so far, one on each line; null if they are not kept} */
    protected final @Nullable String raw() {
        return raw == null ? null : raw.toString();
    }

    @Override
    public final void data(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        feed.data(bytes, offset, length, sink);
    }

    /** {@inheritDoc} What the endpoint does by itself where no end came is enough here. */
    @Override
    public void end(EventSink sink) throws IOException {
        end.end(sink);
    }

    /** {@inheritDoc} Lines of JSON are read whatever sort of JSON they are called. */
    @Override
    public boolean readsType(String contentType) {
        return StreamDecoder.super.readsType(contentType)
                || (framing == Framing.NDJSON && contentType.endsWith("json"));
    }

    private void event(String type, byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        json(bytes, offset, length, sink);
    }

    private void json(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        JsonNode json = Json.reader().readTree(bytes, offset, length);
        if (raw != null) {
            raw.append(raw.isEmpty() ? "" : "\n").append(json);
        }
        event(json, sink);
    }
}
