package dev.llmdriver.huggingface.internal.response;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.http.Json;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringWriter;
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
            boolean enveloped = tree.has("function");
            JsonNode inner = enveloped ? tree.get("function") : tree;
            if (!(inner instanceof ObjectNode call) || !call.path("_name").isTextual()) {
                return null;
            }
            return new Named(call.path("_name").asText(), withoutName(json, enveloped));
        } catch (IOException cut) {
            return null;
        }
    }

    /** Not of the tree, whose numbers are no longer as they were written; of a field that stands twice the last counts, as there. */
    private static String withoutName(String json, boolean enveloped) throws IOException {
        String arguments = "";
        try (JsonParser in = Json.factory().createParser(json)) {
            in.nextToken();
            if (!enveloped) {
                return object(in, "_name");
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = in.currentName().equals("function");
                if (in.nextToken() == JsonToken.START_OBJECT && wanted) {
                    arguments = object(in, "_name");
                } else {
                    in.skipChildren();
                }
            }
        }
        return arguments;
    }

    /**
     * Writes an object as text, with its numbers to the digit, as a {@code double} is not.
     *
     * @param in at the object's beginning, and then at its end
     * @param without the name of a field to leave out
     */
    static String object(JsonParser in, @Nullable String without) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = Json.factory().createGenerator(text)) {
            out.writeStartObject();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                if (name.equals(without)) {
                    in.skipChildren();
                } else {
                    out.writeFieldName(name);
                    value(in, out);
                }
            }
            out.writeEndObject();
        }
        return text.toString();
    }

    private static void value(JsonParser in, JsonGenerator out) throws IOException {
        int depth = 0;
        do {
            JsonToken token = in.currentToken();
            if (token == null) {
                throw new EOFException("arguments end in their middle");
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (token.isNumeric() && isFinite(in.getText())) {
                out.writeNumber(in.getText());
            } else {
                out.copyCurrentEvent(in);
            }
        } while (depth > 0 && in.nextToken() != JsonToken.NOT_AVAILABLE);
    }

    /** What is none ends in a letter, such as NaN, and may not stand in JSON but as text. */
    private static boolean isFinite(String number) {
        return Character.isDigit(number.charAt(number.length() - 1));
    }
}
