package dev.llmdriver.gemini.internal.error;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.Json;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Reads error bodies (wire page 4): Google's object, the same in an array or behind {@code data:}, the string code of the Interactions
 * API, and whatever a front end says in its own words. The canonical status becomes the code, the reason of {@code ErrorInfo} the type.
 */
final class ErrorBodyParser {
    /** The number under which an error inside a stream carries the status it would have had. */
    static final String INNER_STATUS = "inner_status";

    /** The number that says that a daily quota is used up. */
    static final String DAILY = "daily";

    /** The number that says that a quota of input tokens is used up. */
    static final String TOKENS = "tokens";

    /** The numbers of the canonical names (wire page 4.1): an error inside a stream may have the name alone. */
    private static final Map<String, Integer> STATUSES = Map.of(
            "INVALID_ARGUMENT", 400,
            "FAILED_PRECONDITION", 400,
            "UNAUTHENTICATED", 401,
            "PERMISSION_DENIED", 403,
            "NOT_FOUND", 404,
            "RESOURCE_EXHAUSTED", 429,
            "CANCELLED", 499,
            "INTERNAL", 500,
            "UNAVAILABLE", 503,
            "DEADLINE_EXCEEDED", 504);

    private static final int MOST_TEXT = 8000;

    private ErrorBodyParser() {}

    static ErrorFacts parse(ErrorFacts facts) {
        String body = facts.body().strip();
        if (body.startsWith("data:")) {
            body = body.substring("data:".length()).strip();
        }
        if (!body.startsWith("{") && !body.startsWith("[")) {
            return facts.message().isEmpty() ? plain(body, facts) : facts;
        }
        try {
            JsonNode tree = Json.tree(body);
            JsonNode root = root(tree);
            return error(root.path("error"), root, facts);
        } catch (IOException notJson) {
            return plain(body, facts);
        }
    }

    /** {@return whether JSON speaks of an error, be it in an array of one} */
    static boolean isError(JsonNode tree) {
        return root(tree).hasNonNull("error");
    }

    private static JsonNode root(JsonNode tree) {
        return tree.isArray() ? tree.path(0) : tree;
    }

    private static ErrorFacts plain(String body, ErrorFacts facts) {
        String start = body.substring(0, Math.min(body.length(), MOST_TEXT));
        String text = start.startsWith("<")
                ? start.replaceAll("(?s)<(script|style)\\b.*?</\\1>|<[^>]*>", " ")
                        .replaceAll("\\s+", " ")
                : start;
        return facts.toBuilder().message(text.strip()).build();
    }

    private static ErrorFacts error(JsonNode error, JsonNode root, ErrorFacts facts) {
        if (!error.isObject()) {
            String message =
                    error.isTextual() ? error.asText() : root.path("message").asText("");
            return facts.toBuilder().message(message).build();
        }
        String message = error.path("message").asText("").strip();
        ErrorFacts.Builder found = facts.toBuilder();
        JsonNode code = error.path("code");
        String name = error.path("status").asText(code.isTextual() ? code.asText() : "");
        int status = code.asInt(STATUSES.getOrDefault(name, 0)); // relays write the number as a text, too
        if (status > 0) {
            found.number(INNER_STATUS, status);
        }
        found.code(name);
        Details details = Details.of(error.path("details"));
        found.type(details.reason());
        if (details.isDaily()) {
            found.number(DAILY, 1);
        }
        if (details.isOfTokens()) {
            found.number(TOKENS, 1);
        }
        found.message(joined(message, details.violations()));
        Optional.of(details.retryDelay())
                .flatMap(Delays::duration)
                .or(() -> Delays.sentence(message))
                .ifPresent(found::retryAfter);
        return found.build();
    }

    /** The violations often repeat the message, and sometimes say all that it does not. */
    private static String joined(String message, String violations) {
        return message.contains(violations) ? message : message + " (" + violations + ")";
    }
}
