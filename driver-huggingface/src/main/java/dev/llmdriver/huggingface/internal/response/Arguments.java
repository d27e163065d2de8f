package dev.llmdriver.huggingface.internal.response;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.http.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What can be told from a tool call's arguments. */
final class Arguments {
    /** A call without its envelope. */
    record Named(String name, String arguments) {}

    private Arguments() {}

    /** {@return whether it is one JSON object and nothing else} */
    static boolean isComplete(String json) {
        try (JsonParser in = Json.factory().createParser(json)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            in.skipChildren();
            return in.nextToken() == null;
        } catch (IOException cut) {
            return false;
        }
    }

    /** Opens the envelope of TGI up to 3.1.1: {@code {"function":{"_name":"f", …arguments}}}; null if it is none. */
    static @Nullable Named open(String json) {
        try {
            JsonNode tree = Json.tree(json);
            JsonNode inner = tree.has("function") ? tree.get("function") : tree;
            if (!(inner instanceof ObjectNode call) || !call.path("_name").isTextual()) {
                return null;
            }
            String name = call.remove("_name").asText();
            return new Named(name, call.toString());
        } catch (IOException cut) {
            return null;
        }
    }
}
