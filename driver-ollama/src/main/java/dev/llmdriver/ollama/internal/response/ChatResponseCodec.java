package dev.llmdriver.ollama.internal.response;

import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.AnswerCollector;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.NdjsonDecoder;
import dev.llmdriver.http.WireResponse;
import java.io.IOException;

/**
 * Reads a whole chat answer: one object like the last of a stream, or a whole stream where the caller's own field asked for one. An
 * object with {@code done:false} is an answer that the daemon aborted (wire page 11.3).
 */
public final class ChatResponseCodec implements BodyDecoder<ChatResponseBuilder> {
    private final AnswerSettings settings;
    private final JsonShape shape;

    /**
     * Makes a codec for the answers to one request.
     *
     * @param settings how they are read
     * @param shape of the model's answers, to the requests before it too
     */
    public ChatResponseCodec(AnswerSettings settings, JsonShape shape) {
        this.settings = settings;
        this.shape = shape;
    }

    @Override
    public ChatResponseBuilder decode(WireResponse response) throws IOException {
        byte[] body = response.body();
        ChatChunkDecoder chunks = new ChatChunkDecoder(settings, shape);
        AnswerCollector answer = new AnswerCollector();
        if (response.contentType().contains("ndjson")) {
            NdjsonDecoder lines = new NdjsonDecoder(chunks, Math.max(1, body.length));
            lines.data(body, 0, body.length, answer);
            lines.end(answer);
        } else {
            chunks.line(body, 0, body.length, answer);
        }
        if (!answer.isDone() && chunks.sawMessage()) {
            throw LlmException.builder(
                            ErrorKind.STREAM_INTERRUPTED, "Ollama broke the answer off: it says done:false; ask again")
                    .reason("no_end")
                    .partial(answer.partial())
                    .build();
        }
        return answer.response(settings.ref());
    }
}
