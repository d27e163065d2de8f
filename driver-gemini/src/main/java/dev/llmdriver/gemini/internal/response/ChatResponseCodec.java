package dev.llmdriver.gemini.internal.response;

import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.http.AnswerCollector;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.WireResponse;
import java.io.IOException;

/** Reads a whole chat answer. An error that came with status 200 is classified like any other. */
public final class ChatResponseCodec implements BodyDecoder<ChatResponseBuilder> {
    private final AnswerSettings settings;

    /** Makes a codec for the answers to one request. */
    public ChatResponseCodec(AnswerSettings settings) {
        this.settings = settings;
    }

    @Override
    public ChatResponseBuilder decode(WireResponse response) throws IOException {
        ChunkDecoder answer = new ChunkDecoder(settings);
        AnswerCollector sink = new AnswerCollector();
        byte[] body = response.body();
        if (!response.text().stripLeading().matches("(?s)[\\ufeff]?\\s*[\\[{].*")) {
            throw new IOException("the answer is not JSON");
        }
        JsonValues values = new JsonValues(answer::chunk, body.length);
        values.data(body, 0, body.length, sink);
        if (!sink.isDone()) {
            if (!answer.isAnswer() || !values.isClosed()) {
                throw new IOException(
                        "the answer has neither candidates nor promptFeedback to speak of, or breaks off");
            }
            answer.finish(sink);
        }
        return sink.response(settings.ref());
    }
}
