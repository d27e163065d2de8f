package dev.llmdriver.ollama.internal.response;

import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.EventSink;
import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.NdjsonDecoder;
import dev.llmdriver.http.StreamDecoder;
import java.io.IOException;
import java.util.Optional;

/** Reads a streamed chat answer: a JSON object on each line, the last one with {@code done:true} (wire page 4). */
public final class ChatStreamDecoder implements StreamDecoder {
    private final AnswerSettings settings;
    private final NdjsonDecoder lines;

    /** Makes a decoder for one answer. */
    public ChatStreamDecoder(AnswerSettings settings, int maxEventBytes) {
        this.settings = settings;
        this.lines = new NdjsonDecoder(new ChatChunkDecoder(settings, null), maxEventBytes);
    }

    @Override
    public boolean readsLines() {
        return true;
    }

    @Override
    public Optional<BodyDecoder<ChatResponseBuilder>> wholeAnswer() {
        return Optional.of(new ChatResponseCodec(settings, new JsonShape()));
    }

    @Override
    public void data(byte[] bytes, int offset, int length, EventSink sink) throws IOException {
        lines.data(bytes, offset, length, sink);
    }

    @Override
    public void end(EventSink sink) {
        try {
            lines.end(sink);
        } catch (IOException cut) {
            ChatChunkDecoder.interrupted("the stream broke off in the middle of a line; ask again", sink);
        }
        if (!sink.isDone()) {
            ChatChunkDecoder.interrupted("the stream broke off: no line with done:true came; ask again", sink);
        }
    }
}
