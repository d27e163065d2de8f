package dev.llmdriver.ollama.internal.response;

import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.AnswerCollector;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.WireResponse;
import java.io.IOException;

/**
 * Reads a whole chat answer: one object like the last of a stream, or a whole stream, whatever a proxy calls it. If the last object says
 * {@code done:false}, the daemon aborted the answer (wire page 11.3).
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
        for (int at = afterSpace(body, 0); at < body.length && !answer.isDone(); at = afterSpace(body, at)) {
            at += chunks.first(body, at, body.length - at, answer);
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

    private static int afterSpace(byte[] body, int from) {
        int at = from;
        while (at < body.length && Character.isWhitespace(body[at])) {
            at++;
        }
        return at;
    }
}
