package dev.llmdriver.gemini.internal.response;

import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.SseDecoder;
import dev.llmdriver.http.SseHandler;
import dev.llmdriver.http.StreamDecoder;
import dev.llmdriver.http.WireResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a streamed chat answer: server-sent events, or the JSON array that comes without {@code alt=sse}, whatever the content type says.
 * There is no mark of the end: an answer is complete if the body ends properly after a finish reason or a block (wire page 3.4). An error
 * after the beginning comes as raw JSON among the events' lines.
 */
public final class ChatStreamDecoder implements StreamDecoder, SseHandler {
    private static final int UNDECIDED = 0;
    private static final int EVENTS = 1;
    private static final int VALUES = 2;

    private final ChunkDecoder answer;
    private final SseDecoder events;
    private final JsonValues values;
    private boolean saysJson;
    private int form = UNDECIDED;

    /** Makes a decoder for one answer. */
    public ChatStreamDecoder(AnswerSettings settings, int maxEventBytes) {
        this.answer = new ChunkDecoder(settings, null);
        this.events = new SseDecoder(this, maxEventBytes);
        this.values = new JsonValues(answer::chunk, maxEventBytes);
    }

    @Override
    public void begin(WireResponse head) {
        saysJson = head.contentType().endsWith("json");
    }

    @Override
    public boolean readsType(String contentType) {
        return contentType.endsWith("json") || StreamDecoder.super.readsType(contentType);
    }

    @Override
    public void data(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        for (int i = offset; form == UNDECIDED && i < offset + length; i++) {
            form = form(bytes[i]);
        }
        if (form == VALUES) {
            values.data(bytes, offset, length, sink);
        } else {
            events.data(bytes, offset, length, sink);
        }
    }

    /** The first byte that is neither white space nor of a byte-order mark decides. */
    private int form(byte first) throws IOException {
        if (first == '{' || first == '[') {
            return VALUES;
        }
        if (first <= ' ') {
            return UNDECIDED;
        }
        if (saysJson && ":deir".indexOf(first) < 0) {
            throw new IOException("the body is called JSON, but is neither JSON nor events");
        }
        return EVENTS;
    }

    @Override
    public void event(String type, byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        int first = offset;
        while (first < offset + length && bytes[first] >= 0 && bytes[first] <= ' ') {
            first++;
        }
        if (first == offset + length) {
            return;
        }
        if (bytes[first] == '[') {
            // One answer in an array, or the [DONE] of relays that imitate OpenAI, which holds no object.
            new JsonValues(answer::chunk, length).data(bytes, first, length - (first - offset), sink);
        } else {
            answer.chunk(bytes, offset, length, sink);
        }
    }

    /** Lines that are no field of an event are an error's raw JSON. */
    @Override
    public void field(String name, byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        byte[] start = name.getBytes(StandardCharsets.UTF_8);
        values.data(start, 0, start.length, sink);
        if (length > 0) {
            values.data(new byte[] {':'}, 0, 1, sink);
            values.data(bytes, offset, length, sink);
        }
    }

    @Override
    public void end(EventSink sink) {
        boolean whole = true;
        try {
            events.end(sink);
        } catch (IOException cut) {
            whole = false;
        }
        if (sink.isDone()) {
            return;
        }
        if (whole && values.isClosed() && answer.isComplete()) {
            answer.finish(sink);
        } else {
            answer.interrupted("the stream broke off before the model said why it stopped; ask again", sink);
        }
    }
}
