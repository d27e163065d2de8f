package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.OllamaErrors;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinModel;
import java.util.ArrayList;
import java.util.List;

/** Ollama's two ways of asking for vectors. */
final class OllamaEmbeddings {
    private OllamaEmbeddings() {}

    static Reply embed(TwinModel model, String name, JsonNode body) {
        JsonNode input = body.path("input");
        List<String> texts = new ArrayList<>();
        if (input.isTextual() && !input.asText().isEmpty()) {
            texts.add(input.asText());
        }
        input.forEach(text -> texts.add(text.asText()));
        int tokens = texts.stream().mapToInt(Tokens::count).sum();
        boolean truncates = body.path("truncate").asBoolean(true);
        int limit = OllamaModels.contextLength(model);
        if (!truncates && texts.stream().anyMatch(text -> Tokens.count(text) > limit)) {
            return OllamaErrors.inputTooLong();
        }
        ObjectNode answer = Json.object().put("model", name);
        ArrayNode vectors = answer.putArray("embeddings");
        int dimensions = body.path("dimensions").asInt(TextVector.DIMENSIONS);
        texts.forEach(text -> vectors.add(TextVector.of(text, dimensions)));
        answer.put("total_duration", 58_537_625).put("load_duration", 4_384_500);
        return OllamaWire.json(tokens == 0 ? answer : answer.put("prompt_eval_count", tokens));
    }

    static Reply old(JsonNode body) {
        return OllamaWire.json(
                Json.object().set("embedding", TextVector.of(body.path("prompt").asText(), TextVector.DIMENSIONS)));
    }
}
