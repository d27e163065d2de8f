package dev.llmdriver.ollama.internal.error;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.Json;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Finds what an error says (wire page 8): always {@code {"error":"<text>"}}, but the text may be the body of the process behind the
 * daemon, JSON once more, whose message and type are what counts; the cloud adds {@code (ref: …)}, which does not.
 */
public final class ErrorText {
    private static final Pattern REF = Pattern.compile("\\(ref: [^()]*\\)\\s*$");
    private static final int MOST_LEVELS = 3;

    private ErrorText() {}

    /** {@return the facts with what their body says} */
    public static ErrorFacts parse(ErrorFacts facts) {
        if (!facts.message().isEmpty()) {
            return facts;
        }
        ErrorFacts.Builder parsed = facts.toBuilder();
        JsonNode body = object(facts.body());
        if (body == null) {
            return parsed.message(withoutRef(facts.body())).build();
        }
        read(body, parsed, MOST_LEVELS);
        return parsed.build();
    }

    private static void read(JsonNode body, ErrorFacts.Builder into, int levels) {
        JsonNode error = body.path("error");
        JsonNode said = error.isObject() ? error : body;
        if (said.path("type").isTextual()) {
            into.type(said.path("type").asText());
        }
        String text = error.isTextual() ? error.asText() : said.path("message").asText("");
        JsonNode inner = levels > 0 ? object(text) : null;
        if (inner == null) {
            into.message(withoutRef(text));
        } else {
            read(inner, into, levels - 1);
        }
    }

    private static String withoutRef(String text) {
        return REF.matcher(text.strip()).replaceFirst("").stripTrailing();
    }

    private static @org.jspecify.annotations.Nullable JsonNode object(String text) {
        try {
            JsonNode tree = Json.tree(text);
            return tree.isObject() ? tree : null;
        } catch (IOException notJson) {
            return null;
        }
    }

    /** {@return whether a body is a JSON object} */
    static boolean isJson(String body) {
        return object(body) != null;
    }
}
