package dev.llmdriver.gemini.internal.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.llmdriver.http.Json;
import java.io.IOException;

/** Texts that must be, or become, JSON objects. */
final class JsonObjects {
    private JsonObjects() {}

    /** {@return whether the text is one JSON object and nothing else} */
    static boolean isObject(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return false;
        }
        try (JsonParser in = Json.factory().createParser(text)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            in.skipChildren();
            return in.currentToken() == JsonToken.END_OBJECT && in.nextToken() == null;
        } catch (IOException broken) {
            return false;
        }
    }

    /** {@return an object of one text} */
    static String of(String field, String text) {
        return JsonNodeFactory.instance.objectNode().put(field, text).toString();
    }
}
