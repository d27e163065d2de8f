package dev.llmdriver.server.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.EmbeddingRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * A request for embeddings, as read.
 *
 * @param model whom to ask
 * @param request for what
 * @param base64 whether the vectors shall come as bytes in Base64
 */
record EmbeddingCall(String model, EmbeddingRequest request, boolean base64) {
    /** As at OpenAI. A text of one letter becomes a vector of kilobytes, which no bound of the body knows of. */
    private static final int MOST_TEXTS = 2048;

    static EmbeddingCall read(ObjectNode body) {
        Fields fields = new Fields(body, "");
        String model = fields.requiredText("model");
        EmbeddingRequest.Builder request = EmbeddingRequest.builder(texts(fields));
        Fields.set(fields, "dimensions", fields.integer("dimensions"), request::dimensions);
        return new EmbeddingCall(model, request.build(), isBase64(fields));
    }

    private static boolean isBase64(Fields fields) {
        return switch (fields.text("encoding_format").orElse("float")) {
            case "float" -> false;
            case "base64" -> true;
            default -> throw fields.refuse("encoding_format", "must be float or base64");
        };
    }

    private static List<String> texts(Fields fields) {
        JsonNode input = fields.get("input", "a string or a list of strings");
        if (input.isTextual()) {
            return List.of(input.textValue());
        }
        if (input.size() > MOST_TEXTS) {
            throw fields.refuse("input", "must be a list of " + MOST_TEXTS + " strings at most");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode one : input) {
            if (one.isNumber() || one.isArray()) {
                throw fields.refuse("input", "must be text: tokens mean something to one model only");
            }
            if (!one.isTextual()) {
                throw fields.refuse("input", "must be a string or a list of strings");
            }
            texts.add(one.textValue());
        }
        if (!input.isArray() || texts.isEmpty()) {
            throw fields.refuse("input", "must be a string or a list of at least one string");
        }
        return List.copyOf(texts);
    }
}
