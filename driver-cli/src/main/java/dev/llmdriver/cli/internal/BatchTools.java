package dev.llmdriver.cli.internal;

import static dev.llmdriver.cli.internal.JsonValues.object;
import static dev.llmdriver.cli.internal.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolChoice;
import java.util.List;

/** Tools and the form of the answer, as a batch's line gives them: as OpenAI does, or without its wrapping. */
final class BatchTools {
    private BatchTools() {}

    static List<Tool> tools(JsonNode list) {
        return JsonValues.list(list).stream().map(BatchTools::tool).toList();
    }

    private static Tool tool(JsonNode tool) {
        JsonNode function = object(tool).has("function") ? object(tool.get("function")) : tool;
        return JsonFiles.tool(function);
    }

    static ToolChoice choice(JsonNode choice) {
        if (choice.isObject()) {
            return ToolChoice.named(text(choice.path("function").path("name")));
        }
        return switch (text(choice)) {
            case "auto" -> ToolChoice.auto();
            case "none" -> ToolChoice.none();
            case "required" -> ToolChoice.required();
            default ->
                throw new IllegalArgumentException(
                        "expected auto, none, required or {\"type\":\"function\",\"function\":{\"name\":\"…\"}}");
        };
    }

    static ResponseFormat format(JsonNode format) {
        return switch (text(object(format).path("type"))) {
            case "text" -> ResponseFormat.text();
            case "json_object" -> ResponseFormat.json();
            case "json_schema" -> schema(object(format.path("json_schema")));
            default -> throw new IllegalArgumentException("its type is text, json_object or json_schema");
        };
    }

    private static ResponseFormat schema(JsonNode schema) {
        return new ResponseFormat.JsonSchema(
                schema.path("name").asText("answer"),
                object(schema.path("schema")).toString(),
                schema.path("strict").asBoolean(true));
    }
}
