package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.GeminiErrors;
import dev.llmdriver.testkit.Reply;

/** Gemini's two ways of asking for vectors. */
final class GeminiEmbeddings {
    private static final int LARGEST_BATCH = 100;

    private GeminiEmbeddings() {}

    static Reply one(JsonNode body) {
        GeminiFault unknown = GeminiFields.fault("Embed", body);
        if (unknown != null) {
            return unknown.reply();
        }
        ObjectNode answer = Json.object();
        answer.set("embedding", embedding(body));
        return GeminiWire.json(answer);
    }

    /** Each item names its model, although the path does. */
    static Reply batch(JsonNode body, String model) {
        GeminiFault unknown = GeminiFields.fault("Batch", body);
        if (unknown != null) {
            return unknown.reply();
        }
        JsonNode requests = body.path("requests");
        if (requests.size() > LARGEST_BATCH) {
            return GeminiErrors.invalid("* BatchEmbedContentsRequest.requests: at most " + LARGEST_BATCH
                    + " requests can be in one batch\n");
        }
        ArrayNode embeddings = Json.array();
        int tokens = 0;
        for (JsonNode request : requests) {
            if (!request.path("model").asText().equals(model)) {
                return GeminiErrors.invalid("* BatchEmbedContentsRequest.requests[" + embeddings.size()
                        + "].model: unexpected model name format\n");
            }
            embeddings.add(embedding(request));
            tokens += Tokens.count(text(request));
        }
        ObjectNode answer = Json.object().set("embeddings", embeddings);
        ObjectNode usage = Json.object().put("promptTokenCount", tokens);
        GeminiWire.details(usage, "promptTokenDetails", tokens);
        return GeminiWire.json(answer.set("usageMetadata", usage));
    }

    private static ObjectNode embedding(JsonNode request) {
        int dimensions = request.path("outputDimensionality").asInt(TextVector.DIMENSIONS);
        return Json.object().set("values", TextVector.of(text(request), dimensions));
    }

    private static String text(JsonNode request) {
        return String.join("", request.path("content").findValuesAsText("text"));
    }
}
