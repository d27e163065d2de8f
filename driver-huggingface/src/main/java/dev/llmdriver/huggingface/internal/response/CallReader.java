package dev.llmdriver.huggingface.internal.response;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads tool calls in every dialect of the wire page's section 3: an array or, from TGI up to 3.1.1, one object; arguments as text or
 * as an object; ids as text or number; missing fields.
 */
final class CallReader {
    private CallReader() {}

    static void calls(JsonParser in, List<CallFragment> into) throws IOException {
        if (in.currentToken() == JsonToken.START_OBJECT) {
            into.add(call(in));
        } else if (in.currentToken() == JsonToken.START_ARRAY) {
            while (in.nextToken() != JsonToken.END_ARRAY) {
                if (in.currentToken() == JsonToken.START_OBJECT) {
                    into.add(call(in));
                } else {
                    in.skipChildren();
                }
            }
        }
    }

    /** OpenAI's form before there were several calls: name and arguments alone. */
    static void legacy(JsonParser in, List<CallFragment> into) throws IOException {
        Function function = function(in);
        if (!function.equals(Function.NONE)) {
            into.add(new CallFragment(0, "", function.name, function.arguments));
        }
    }

    private record Function(String name, String arguments) {
        static final Function NONE = new Function("", "");
    }

    private static CallFragment call(JsonParser in) throws IOException {
        int index = CallFragment.NO_INDEX;
        String id = "";
        Function function = Function.NONE;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "index" -> index = ChunkReader.intOr(in, CallFragment.NO_INDEX);
                case "id" -> id = orEmpty(Tokens.text(in));
                case "function" -> function = function(in);
                default -> in.skipChildren();
            }
        }
        return new CallFragment(index, id, function.name, function.arguments);
    }

    private static Function function(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return Function.NONE;
        }
        String name = "";
        String arguments = "";
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "name" -> name = orEmpty(Tokens.string(in));
                case "arguments", "parameters" -> arguments = arguments(in);
                default -> in.skipChildren();
            }
        }
        return new Function(name, arguments);
    }

    private static String arguments(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.START_OBJECT) {
            return Arguments.object(in, null);
        }
        return orEmpty(Tokens.string(in));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
