package dev.llmdriver.huggingface.internal.inputs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.http.AnswerCollector;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.Json;
import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.StreamEnd;
import dev.llmdriver.http.WireResponse;
import dev.llmdriver.huggingface.internal.response.AnswerSettings;
import dev.llmdriver.huggingface.internal.response.ChatResponseCodec;
import java.io.IOException;

/** Reads a whole answer of a custom handler: an array, an object, a text; an OpenAI-shaped one is read as such. */
public final class InputsResponseCodec implements BodyDecoder<ChatResponseBuilder> {
    private final AnswerSettings settings;

    /** Makes a codec for the answers to one request. */
    public InputsResponseCodec(AnswerSettings settings) {
        this.settings = settings;
    }

    @Override
    public ChatResponseBuilder decode(WireResponse response) throws IOException {
        if (response.contentType().equals("text/plain")) {
            return answer(response.text(), StreamEnd.builder(FreeForm.finishReason(Json.tree("{}"))), response);
        }
        JsonNode body = Json.tree(response.body());
        if (body.has("choices")) {
            return new ChatResponseCodec(settings, new JsonShape()).decode(response);
        }
        JsonNode first = FreeForm.first(body);
        if (first.hasNonNull("error")) {
            throw settings.errors()
                    .classify(ErrorFacts.builder(0).body(response.text()).build())
                    .build();
        }
        JsonNode details = first.path("details");
        StreamEnd.Builder end = StreamEnd.builder(FreeForm.finishReason(details))
                .usage(FreeForm.usage(details).orElse(null));
        return answer(FreeForm.text(body), end, response);
    }

    private ChatResponseBuilder answer(String text, StreamEnd.Builder end, WireResponse response) throws IOException {
        AnswerCollector sink = new AnswerCollector();
        if (!text.isEmpty()) {
            sink.next(new ChatEvent.TextDelta(0, text));
        }
        sink.finish(end.rawJson(settings.keepRaw() ? response.text() : null).build());
        return sink.response(settings.ref());
    }
}
