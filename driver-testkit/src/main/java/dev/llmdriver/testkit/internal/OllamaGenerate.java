package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.testkit.OllamaErrors;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinModel;
import org.jspecify.annotations.Nullable;

/** Reads {@code /api/generate} as a chat of one message. */
final class OllamaGenerate {
    private OllamaGenerate() {}

    /** {@return the refusal of what chats do not know, or null} */
    static @Nullable Reply refuse(TwinModel model, String name, JsonNode body) {
        if (model.kind() == TwinModel.Kind.EMBEDDING) {
            return OllamaErrors.error(400, "\"" + name + "\" does not support generate");
        }
        boolean dressed = !body.path("template").asText().isEmpty()
                || !body.path("system").asText().isEmpty()
                || !body.path("context").isEmpty();
        return body.path("raw").asBoolean() && dressed
                ? OllamaErrors.error(400, "raw mode does not support template, system, or context")
                : null;
    }

    static JsonNode asChat(JsonNode body) {
        ObjectNode chat = body.deepCopy();
        ArrayNode messages = chat.putArray("messages");
        if (!body.path("system").asText().isEmpty()) {
            messages.addObject()
                    .put("role", "system")
                    .put("content", body.path("system").asText());
        }
        if (!body.path("prompt").asText().isEmpty()) {
            ObjectNode message = messages.addObject()
                    .put("role", "user")
                    .put("content", body.path("prompt").asText());
            if (!body.path("images").isEmpty()) {
                message.set("images", body.path("images"));
            }
        }
        return chat;
    }
}
