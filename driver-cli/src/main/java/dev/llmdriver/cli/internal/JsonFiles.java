package dev.llmdriver.cli.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ResponseFormat;
import dev.llmdriver.Tool;
import java.util.ArrayList;
import java.util.List;

/** Reads the files behind {@code --tools} and {@code --schema}. */
final class JsonFiles {
    private final InputFiles files;

    JsonFiles(InputFiles files) {
        this.files = files;
    }

    List<Tool> tools(String name) {
        JsonNode list = read(name);
        if (!list.isArray() || list.isEmpty()) {
            throw Failures.input(
                    "file '" + name + "' must hold a JSON list of tools with name, description, parameters");
        }
        List<Tool> tools = new ArrayList<>();
        list.forEach(tool -> tools.add(tool(name, tool)));
        return tools;
    }

    private static Tool tool(String file, JsonNode tool) {
        try {
            return tool(tool);
        } catch (IllegalArgumentException refused) {
            throw Failures.input("file '" + file + "': " + refused.getMessage());
        }
    }

    /** {@return the tool that an object with name, description and parameters describes} */
    static Tool tool(JsonNode tool) {
        JsonNode parameters = tool.path("parameters");
        if (!tool.path("name").isTextual() || !(parameters.isObject() || parameters.isMissingNode())) {
            throw new IllegalArgumentException("each tool needs a name, and its parameters must be a JSON schema");
        }
        return new Tool(
                tool.path("name").textValue(),
                tool.path("description").asText(""),
                parameters.isObject() ? parameters.toString() : "{\"type\":\"object\",\"properties\":{}}");
    }

    ResponseFormat schema(String name) {
        JsonNode schema = read(name);
        if (!schema.isObject()) {
            throw Failures.input("file '" + name + "' must hold a JSON schema, which is a JSON object");
        }
        return ResponseFormat.schema("answer", schema.toString());
    }

    private JsonNode read(String name) {
        try {
            return JsonValues.tree(files.text(name));
        } catch (JsonProcessingException malformed) {
            throw Failures.input("file '" + name + "' is not JSON: " + malformed.getOriginalMessage()
                    + (malformed.getLocation() == null
                            ? ""
                            : " at line " + malformed.getLocation().getLineNr()));
        }
    }
}
