package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a chat request asks, whichever protocol spelt it.
 *
 * @param userTexts what the user said, oldest first
 * @param toolResult what a tool answered, if that is the last word so far
 * @param inputTokens how long the prompt is
 * @param tools what may be called
 * @param toolChoice {@code auto}, {@code none}, {@code required} or a tool's name
 * @param schema what the answer must look like; missing if text will do
 * @param stops texts that end the answer
 * @param maxTokens how long the answer may be
 * @param thinks whether to think aloud first
 * @param callId the id that a call gets; empty where calls have none
 */
record Ask(
        List<String> userTexts,
        @Nullable String toolResult,
        int inputTokens,
        List<Tool> tools,
        String toolChoice,
        JsonNode schema,
        List<String> stops,
        OptionalInt maxTokens,
        boolean thinks,
        String callId) {

    /** Something that may be called; its parameters are a schema or missing. */
    record Tool(String name, JsonNode parameters) {}

    String lastUserText() {
        return userTexts.isEmpty() ? "" : userTexts.get(userTexts.size() - 1);
    }

    /** {@return what may be called, in the spelling that OpenAI and Ollama share} */
    static List<Tool> functions(JsonNode body) {
        List<Tool> tools = new ArrayList<>();
        body.path("tools").forEach(tool -> {
            JsonNode function = tool.path("function");
            tools.add(new Tool(function.path("name").asText(), function.path("parameters")));
        });
        return tools;
    }

    /** {@return the schema for an answer of which only is known that it is JSON} */
    static JsonNode anyJson() {
        return Json.parse("{\"type\":\"object\",\"properties\":{\"answer\":{\"type\":\"string\"}}}");
    }
}
