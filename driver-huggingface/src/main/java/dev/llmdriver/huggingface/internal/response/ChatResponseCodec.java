package dev.llmdriver.huggingface.internal.response;

import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.http.AnswerCollector;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.WireResponse;
import dev.llmdriver.huggingface.internal.error.ErrorBodyParser;
import java.io.IOException;

/** Reads a whole chat answer. An error that came with status 200 is classified like any other (wire page 4.4, row 24). */
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
        ChatChunkDecoder chunks = new ChatChunkDecoder(settings.with(response), shape);
        AnswerCollector sink = new AnswerCollector();
        chunks.chunk(response.body(), 0, response.body().length, sink);
        if (chunks.sawChoice()) {
            chunks.finish(sink);
        } else if (!sink.isDone()) {
            refuse(response);
        }
        return sink.response(settings.ref());
    }

    private void refuse(WireResponse response) throws IOException {
        ErrorFacts facts = ErrorFacts.builder(0).body(response.text()).build();
        if (ErrorBodyParser.parse(facts).message().isEmpty()) {
            throw new IOException("the answer has no choices");
        }
        throw settings.errors().classify(facts).build();
    }
}
