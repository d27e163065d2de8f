package dev.llmdriver.ollama.internal.response;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.llmdriver.ollama.internal.response.Chunk.WireCall;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code tool_calls}: always complete calls, with the arguments as an object whose very text is kept, so that no number changes
 * its form. {@code index} may be missing or repeat 0 on old servers, so it is not looked at (wire page 4).
 */
final class CallReader {
    private CallReader() {}

    static void calls(Source source, JsonParser in, List<WireCall> into) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            in.skipChildren();
            return;
        }
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() != JsonToken.START_OBJECT) {
                throw new IOException("a tool call is no object");
            }
            into.add(call(source, in));
        }
    }

    private static WireCall call(Source source, JsonParser in) throws IOException {
        @Nullable String id = null;
        WireCall function = new WireCall("", "", "");
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            if (field.equals("id")) {
                id = ChunkReader.text(in);
            } else if (field.equals("function") && in.currentToken() == JsonToken.START_OBJECT) {
                function = function(source, in);
            } else {
                in.skipChildren();
            }
        }
        if (function.name().isEmpty()) {
            throw new IOException("a tool call has no name");
        }
        return new WireCall(id == null ? "" : id, function.name(), function.arguments());
    }

    private static WireCall function(Source source, JsonParser in) throws IOException {
        @Nullable String name = null;
        String arguments = "{}";
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            if (field.equals("name")) {
                name = ChunkReader.text(in);
            } else if (field.equals("arguments") && in.currentToken() != JsonToken.VALUE_NULL) {
                arguments = arguments(source, in);
            } else {
                in.skipChildren();
            }
        }
        return new WireCall("", name == null ? "" : name, arguments);
    }

    /** The object's own bytes; a text, which only imitations of Ollama send, is taken for JSON text. */
    private static String arguments(Source source, JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            return in.getText().isBlank() ? "{}" : in.getText();
        }
        return source.value(in);
    }
}
