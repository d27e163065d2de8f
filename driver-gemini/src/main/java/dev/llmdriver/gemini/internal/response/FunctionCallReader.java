package dev.llmdriver.gemini.internal.response;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads {@code functionCall}: it comes whole, often without an id, and without {@code args} if there are none (wire page 3.3). */
final class FunctionCallReader {
    static final String FIELD = "functionCall";

    private FunctionCallReader() {}

    static void read(JsonParser in, WirePart part, Slice slice) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        boolean whole = true;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "id" -> part.callId = orEmpty(in);
                case "name" -> part.callName = orEmpty(in);
                case "args" -> arguments(in, part, slice);
                case "partialArgs", "willContinue" -> {
                    whole = false; // Vertex alone, and only if asked for: a piece of a call must not pass for one
                    in.skipChildren();
                }
                default -> in.skipChildren();
            }
        }
        part.isPiece = !whole;
        part.isCall = whole && !part.callName.isEmpty();
        part.otherField = part.isCall ? part.otherField : FIELD;
    }

    private static String orEmpty(JsonParser in) throws IOException {
        String text = Tokens.string(in);
        return text == null ? "" : text;
    }

    /** Relays that know OpenAI's form write them as a text; left out, the tool would run without any. */
    private static void arguments(JsonParser in, WirePart part, Slice slice) throws IOException {
        if (in.currentToken() == JsonToken.START_OBJECT) {
            part.callArguments = slice.object(in);
        } else if (in.currentToken() == JsonToken.VALUE_STRING) {
            String text = orEmpty(in);
            part.callArguments = text.isBlank() ? part.callArguments : text;
        } else {
            in.skipChildren();
        }
    }
}
