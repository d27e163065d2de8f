package dev.llmdriver.gemini.internal.response;

import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.http.AnswerCollector;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.WireResponse;
import java.io.IOException;

/** Reads a whole chat answer. An error that came with status 200 is classified like any other. */
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
        ChunkDecoder answer = new ChunkDecoder(settings, shape);
        AnswerCollector sink = new AnswerCollector();
        byte[] body = response.body();
        int begin = begin(body);
        // Most often an object is all there is, and there is no need to look for its end before it is read.
        int rest = body[begin] == '{' ? begin + answer.first(body, begin, body.length - begin, sink) : begin;
        JsonValues values = new JsonValues(answer::chunk, body.length);
        values.data(body, rest, body.length - rest, sink);
        if (!sink.isDone()) {
            if (!answer.isAnswer() || !values.isClosed()) {
                throw new IOException(
                        "the answer has neither candidates nor promptFeedback to speak of, or breaks off");
            }
            answer.finish(sink);
        }
        return sink.response(settings.ref());
    }

    /** {@return where an object or an array begins, after white space and a byte-order mark} */
    private static int begin(byte[] body) throws IOException {
        int at = afterSpace(body, 0);
        boolean marked = body.length - at >= 3
                && (body[at] & 0xff) == 0xef
                && (body[at + 1] & 0xff) == 0xbb
                && (body[at + 2] & 0xff) == 0xbf;
        int first = marked ? afterSpace(body, at + 3) : at;
        if (first == body.length || (body[first] != '{' && body[first] != '[')) {
            throw new IOException("the answer is not JSON");
        }
        return first;
    }

    private static int afterSpace(byte[] body, int from) {
        int at = from;
        while (at < body.length && Character.isWhitespace(body[at])) {
            at++;
        }
        return at;
    }
}
