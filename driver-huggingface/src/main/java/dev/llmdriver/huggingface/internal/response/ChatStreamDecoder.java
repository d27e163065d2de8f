package dev.llmdriver.huggingface.internal.response;

import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.SseDecoder;
import dev.llmdriver.http.SseHandler;
import dev.llmdriver.http.StreamDecoder;
import dev.llmdriver.http.WireResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads a streamed chat answer: server-sent events whose data are chunks, usually closed by {@code [DONE]}. It is complete with a
 * {@code finish_reason} or with {@code [DONE]} after at least one choice (wire page 3.3); anything less broke off.
 */
public final class ChatStreamDecoder implements StreamDecoder, SseHandler {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final SseDecoder sse;
    private AnswerSettings settings;
    private ChatChunkDecoder chunks;

    /** Makes a decoder for one answer. */
    public ChatStreamDecoder(AnswerSettings settings, int maxEventBytes) {
        this.settings = settings;
        this.sse = new SseDecoder(this, maxEventBytes);
        this.chunks = new ChatChunkDecoder(settings, null);
    }

    @Override
    public void begin(WireResponse head) {
        settings = settings.with(head);
        chunks = new ChatChunkDecoder(settings, null);
    }

    @Override
    public Optional<BodyDecoder<ChatResponseBuilder>> wholeAnswer() {
        return Optional.of(new ChatResponseCodec(settings, new JsonShape()));
    }

    @Override
    public void data(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        sse.data(bytes, offset, length, sink);
    }

    @Override
    public void event(String type, byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        int end = endWithoutBlanks(bytes, offset, length);
        if (end == offset) {
            return;
        }
        if (type.equals("error")) {
            chunks.error(bytes, offset, length, sink);
        } else if (Arrays.equals(bytes, offset, end, DONE, 0, DONE.length)) {
            done(sink);
        } else {
            chunks.chunk(bytes, offset, length, sink);
        }
    }

    /** llama.cpp names the field itself {@code error}, which the standard would have us skip. */
    @Override
    public void field(String name, byte[] bytes, int offset, int length, EventSink sink) {
        if (name.equals("error") && !sink.isDone()) {
            chunks.error(bytes, offset, length, sink);
        }
    }

    private void done(EventSink sink) {
        if (chunks.sawChoice()) {
            chunks.finish(sink);
        } else {
            chunks.interrupted(
                    "the stream ended without an answer, as TGI 2.4.0 does when it hides an error;"
                            + " ask without streaming to see the error",
                    sink);
        }
    }

    @Override
    public void end(EventSink sink) {
        try {
            sse.end(sink);
        } catch (IOException cut) {
            chunks.interrupted("the stream broke off in the middle of an event; ask again", sink);
        }
        if (sink.isDone()) {
            return;
        }
        if (chunks.sawFinishReason()) {
            chunks.finish(sink);
        } else {
            chunks.interrupted("the stream broke off: neither a finish reason nor [DONE] came; ask again", sink);
        }
    }

    private static int endWithoutBlanks(byte[] bytes, int offset, int length) {
        int end = offset + length;
        while (end > offset && (bytes[end - 1] & 0xFF) <= ' ') {
            end--;
        }
        return end;
    }
}
