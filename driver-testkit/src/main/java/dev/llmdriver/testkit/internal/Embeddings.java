package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import java.util.ArrayList;
import java.util.List;

/** Hugging Face's three ways of asking for vectors. */
final class Embeddings {
    private static final int LARGEST_TEI_BATCH = 32;

    /** hf-inference: a bare array, flat for a single text. */
    Reply features(RecordedRequest request) {
        JsonNode inputs = Json.parseOrMissing(request.body()).path("inputs");
        if (inputs.isTextual()) {
            return json(TextVector.of(inputs.asText(), TextVector.DIMENSIONS));
        }
        return inputs.isArray() ? json(matrix(texts(inputs), TextVector.DIMENSIONS)) : invalid();
    }

    /** Text Embeddings Inference's own route: always an array of arrays, a limited batch. */
    Reply tei(RecordedRequest request) {
        JsonNode body = Json.parseOrMissing(request.body());
        List<String> texts = texts(body.path("inputs"));
        if (texts.size() > LARGEST_TEI_BATCH) {
            return Reply.json(
                    422,
                    "{\"error\":\"batch size " + texts.size() + " > maximum allowed batch size " + LARGEST_TEI_BATCH
                            + "\",\"error_type\":\"Validation\"}");
        }
        return texts.isEmpty() ? invalid() : json(matrix(texts, dimensions(body)));
    }

    /** OpenAI's route. */
    Reply openAi(RecordedRequest request) {
        JsonNode body = Json.parseOrMissing(request.body());
        List<String> texts = texts(body.path("input"));
        if (texts.isEmpty()) {
            return Reply.json(400, "{\"message\":\"input must not be empty\",\"code\":400,\"type\":\"Empty\"}");
        }
        ArrayNode data = Json.array();
        for (int i = 0; i < texts.size(); i++) {
            ObjectNode entry = Json.object().put("object", "embedding");
            entry.set("embedding", TextVector.of(texts.get(i), dimensions(body)));
            data.add(entry.put("index", i));
        }
        int tokens = texts.stream().mapToInt(Tokens::count).sum();
        ObjectNode list = Json.object().put("object", "list");
        list.set("data", data);
        list.put("model", body.path("model").asText());
        list.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        return json(list);
    }

    private static List<String> texts(JsonNode input) {
        List<String> texts = new ArrayList<>();
        if (input.isTextual()) {
            texts.add(input.asText());
        }
        input.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static ArrayNode matrix(List<String> texts, int dimensions) {
        ArrayNode matrix = Json.array();
        texts.forEach(text -> matrix.add(TextVector.of(text, dimensions)));
        return matrix;
    }

    private static int dimensions(JsonNode body) {
        return body.path("dimensions").asInt(TextVector.DIMENSIONS);
    }

    private static Reply invalid() {
        return Reply.text(422, "Failed to deserialize the JSON body into the target type: missing field `inputs`");
    }

    private static Reply json(JsonNode node) {
        return Reply.json(200, Json.text(node));
    }
}
