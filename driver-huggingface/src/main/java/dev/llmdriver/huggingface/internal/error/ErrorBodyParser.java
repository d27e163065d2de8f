package dev.llmdriver.huggingface.internal.error;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.Json;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Finds message, code, type and numbers in the fourteen shapes of error bodies (wire page 4.1). JSON is tried whatever the content type
 * says, as gateways name it wrongly.
 */
public final class ErrorBodyParser {
    /** The number under which an error inside a stream may carry the status it would have had. */
    static final String INNER_STATUS = "inner_status";

    /** The number of seconds until a model that is being loaded is ready. */
    static final String ESTIMATE = "estimated_time";

    private static final int MOST_HTML = 8000;
    private static final Pattern TAGS = Pattern.compile("(?s)<(script|style)\\b.*?</\\1>|<[^>]*>");
    private static final Pattern STATUS = Pattern.compile("[1-5]\\d\\d");

    private ErrorBodyParser() {}

    /** {@return the facts with what their body and headers say} */
    public static ErrorFacts parse(ErrorFacts facts) {
        Found found = new Found();
        found.message(facts.message());
        found.code(facts.code());
        read(facts.body().strip(), found);
        facts.headers().get("X-Error-Message").ifPresent(found::message);
        facts.headers().get("X-Error-Code").ifPresent(found::code);
        return found.addTo(facts);
    }

    private static void read(String body, Found found) {
        if (body.startsWith("{") || body.startsWith("[")) {
            try {
                json(Json.tree(body), found);
                return;
            } catch (IOException notJson) {
                // then it is text
            }
        }
        found.message(isHtml(body) ? plain(body) : body);
    }

    static boolean isHtml(String body) {
        return body.stripLeading().startsWith("<");
    }

    private static String plain(String html) {
        String start = html.substring(0, Math.min(html.length(), MOST_HTML));
        return TAGS.matcher(start).replaceAll(" ").replaceAll("\\s+", " ");
    }

    private static void json(JsonNode body, Found found) {
        if (body.isArray()) {
            json(body.path(0), found);
            return;
        }
        if (body.isTextual()) {
            found.message(body.asText());
            return;
        }
        error(body.path("error"), found);
        found.message(joined(body.path("errors"), "message"));
        found.detail(body.path("error_description").asText(""));
        found.detail(joined(body.path("warnings"), "message"));
        flat(body, found);
        found.message(details(body.path("detail")));
        found.message(body.path("title").asText(""));
        if (body.path(ESTIMATE).isNumber()) {
            found.numbers.put(ESTIMATE, body.path(ESTIMATE).asDouble());
        }
    }

    /** Shapes 1 to 6: an object, a text or a list of texts. */
    private static void error(JsonNode error, Found found) {
        if (error.isObject()) {
            flat(error, found);
            status(error.path("http_status_code"), found);
            found.message(error.toString());
        } else if (error.isArray()) {
            found.message(joined(error, "message"));
        } else {
            found.message(error.asText(""));
        }
    }

    /** Message, type and code side by side: shapes 1 and 8 to 10, and {@code error_type} of 3. */
    private static void flat(JsonNode object, Found found) {
        JsonNode message = object.path("message");
        found.message(message.isContainerNode() ? message.toString() : message.asText(""));
        found.type(object.path("type").asText(""));
        found.type(object.path("error_type").asText(""));
        found.type(object.path("reason").asText(""));
        found.code(object.path("code").asText(""));
        status(object.path("code"), found);
    }

    /** A code is a text, a number or null (shape 1), so a status may be written as a text. */
    private static void status(JsonNode value, Found found) {
        if (STATUS.matcher(value.asText()).matches()) {
            found.numbers.put(INNER_STATUS, value.asDouble());
        }
    }

    /** Shape 11: FastAPI says where and what for each fault. */
    private static String details(JsonNode detail) {
        if (!detail.isArray()) {
            return detail.isContainerNode() ? detail.path("message").asText(detail.toString()) : detail.asText("");
        }
        return elements(detail).stream()
                .map(fault -> joined(fault.path("loc"), "").replace("; ", ".") + ": "
                        + fault.path("msg").asText(""))
                .collect(Collectors.joining("; "));
    }

    private static String joined(JsonNode list, String field) {
        return elements(list).stream()
                .map(item ->
                        item.isValueNode() ? item.asText() : item.path(field).asText(item.toString()))
                .collect(Collectors.joining("; "));
    }

    private static List<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }
}
