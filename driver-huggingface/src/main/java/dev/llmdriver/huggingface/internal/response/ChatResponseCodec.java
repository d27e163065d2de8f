package dev.llmdriver.huggingface.internal.response;

import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.http.AnswerCollector;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.SseDecoder;
import dev.llmdriver.http.WireResponse;
import dev.llmdriver.huggingface.internal.error.ErrorBodyParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a whole chat answer. An error that came with status 200 is classified like any other (wire page 4.4, row 24). Some gateways
 * know nothing but streams, and so does a caller who sets {@code stream}: events are read as such.
 */
public final class ChatResponseCodec implements BodyDecoder<ChatResponseBuilder> {
    /** Enough for a field's name and some empty lines before it. */
    private static final int LONGEST = 64;

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
        if (body.length > 0 && body[0] != '{' && looksLikeEvents(body)) {
            return AnswerCollector.collect(new ChatStreamDecoder(settings, body.length), response, settings.ref());
        }
        ChatChunkDecoder chunks = new ChatChunkDecoder(settings.with(response), shape);
        AnswerCollector sink = new AnswerCollector();
        chunks.chunk(body, 0, body.length, sink);
        if (chunks.sawChoice()) {
            chunks.finish(sink);
        } else if (!sink.isDone()) {
            refuse(response);
        }
        return sink.response(settings.ref());
    }

    private static boolean looksLikeEvents(byte[] body) {
        String beginning = new String(body, 0, Math.min(body.length, LONGEST), StandardCharsets.ISO_8859_1);
        return SseDecoder.looksLikeEvents(beginning);
    }

    private void refuse(WireResponse response) throws IOException {
        ErrorFacts facts = ErrorFacts.builder(0).body(response.text()).build();
        if (ErrorBodyParser.parse(facts).message().isEmpty()) {
            throw new IOException("the answer has no choices");
        }
        throw settings.errors().classify(facts).build();
    }
}
