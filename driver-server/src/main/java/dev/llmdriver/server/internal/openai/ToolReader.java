package dev.llmdriver.server.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ChatRequestBuilder;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Tool;
import dev.llmdriver.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads tools, the choice among them, and the form of the answer. */
final class ToolReader {
    private static final String NO_PARAMETERS = "{\"type\":\"object\",\"properties\":{}}";

    private ToolReader() {}

    static void read(Fields request, ChatRequestBuilder chat) {
        List<Tool> tools = new ArrayList<>();
        for (Fields tool : request.objects("tools")) {
            if (!tool.requiredText("type").equals("function")) {
                throw tool.refuse("type", "must be function");
            }
            Fields function = tool.requiredObject("function");
            Fields.set(
                    function,
                    "name",
                    Optional.of(function.requiredText("name")),
                    name -> tools.add(
                            new Tool(name, function.text("description").orElse(""), parameters(function))));
        }
        if (!tools.isEmpty()) {
            Fields.set(request, "tools", Optional.of(tools), all -> chat.tools(all));
        }
        request.find("tool_choice").ifPresent(choice -> chat.toolChoice(choice(request, choice)));
        request.flag("parallel_tool_calls").ifPresent(chat::parallelToolCalls);
    }

    private static String parameters(Fields function) {
        return function.object("parameters").isPresent()
                ? function.get("parameters", "an object").toString()
                : NO_PARAMETERS;
    }

    private static ToolChoice choice(Fields request, JsonNode choice) {
        if (choice.isObject()) {
            Fields chosen = request.requiredObject("tool_choice");
            Optional<JsonNode> ignored = chosen.find("type"); // there is one that has a function
            Fields named = chosen.requiredObject("function");
            return ToolChoice.named(named.requiredText("name"));
        }
        return switch (choice.asText()) {
            case "auto" -> ToolChoice.auto();
            case "none" -> ToolChoice.none();
            case "required" -> ToolChoice.required();
            default -> throw request.refuse("tool_choice", "must be auto, none, required or a function");
        };
    }

    /** {@return the form of the answer} */
    static ResponseFormat format(Fields format) {
        String type = format.requiredText("type");
        return switch (type) {
            case "text" -> ResponseFormat.text();
            case "json_object" -> ResponseFormat.json();
            case "json_schema" -> schema(format.requiredObject("json_schema"));
            default -> throw format.refuse("type", "must be text, json_object or json_schema");
        };
    }

    private static ResponseFormat schema(Fields schema) {
        schema.requiredObject("schema");
        return new ResponseFormat.JsonSchema(
                schema.requiredText("name"),
                schema.get("schema", "an object").toString(),
                schema.flag("strict").orElse(false));
    }
}
