package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.llmdriver.testkit.TwinModel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A {@code generateContent} request, read for the twin that answers it. */
record GeminiAsk(JsonNode body) {

    Ask asked(TwinModel model) {
        boolean signs = model.kind() == TwinModel.Kind.REASONING;
        JsonNode contents = body.path("contents");
        JsonNode thinking = config().path("thinkingConfig");
        boolean thinks = signs
                && thinking.path("includeThoughts").asBoolean()
                && thinking.path("thinkingBudget").asInt(-1) != 0;
        JsonNode last = contents.path(contents.size() - 1).path("parts").path(0);
        return new Ask(
                userTexts(),
                last.has("functionResponse")
                        ? result(last.path("functionResponse").path("response"))
                        : null,
                tokens(body),
                tools(),
                choice(),
                schema(),
                texts(config().path("stopSequences")),
                config().path("maxOutputTokens").isNumber()
                        ? OptionalInt.of(config().path("maxOutputTokens").asInt())
                        : OptionalInt.empty(),
                thinks,
                signs ? "twin%04d".formatted(contents.size()) : "");
    }

    /** {@return how many tokens the texts of a request hold, tools and system instruction included} */
    static int tokens(JsonNode request) {
        int tools = request.path("tools").isEmpty() ? 0 : Tokens.count(Json.text(request.path("tools")));
        return tools
                + request.path("contents").findValuesAsText("text").stream()
                        .mapToInt(Tokens::count)
                        .sum()
                + request.path("systemInstruction").findValuesAsText("text").stream()
                        .mapToInt(Tokens::count)
                        .sum();
    }

    private JsonNode config() {
        return body.path("generationConfig");
    }

    private List<String> userTexts() {
        List<String> said = new ArrayList<>();
        for (JsonNode content : body.path("contents")) {
            StringBuilder text = new StringBuilder();
            content.path("parts").forEach(part -> text.append(part.path("text").asText("")));
            if (!content.path("role").asText().equals("model") && !text.isEmpty()) {
                said.add(text.toString());
            }
        }
        return said;
    }

    /** By convention a result is under one of two names; anything else is the result itself. */
    private static String result(JsonNode response) {
        for (String name : List.of("output", "error")) {
            if (response.path(name).isTextual()) {
                return response.path(name).asText();
            }
        }
        return Json.text(response);
    }

    private List<Ask.Tool> tools() {
        List<Ask.Tool> tools = new ArrayList<>();
        for (JsonNode tool : body.path("tools")) {
            for (JsonNode function : tool.path("functionDeclarations")) {
                JsonNode schema = function.path("parametersJsonSchema");
                tools.add(new Ask.Tool(
                        function.path("name").asText(), schema.isObject() ? schema : function.path("parameters")));
            }
        }
        return tools;
    }

    private String choice() {
        JsonNode calling = body.path("toolConfig").path("functionCallingConfig");
        return switch (calling.path("mode").asText("AUTO")) {
            case "ANY" -> calling.path("allowedFunctionNames").path(0).asText("required");
            case "NONE" -> "none";
            default -> "auto";
        };
    }

    private JsonNode schema() {
        for (String name : List.of("responseJsonSchema", "responseSchema")) {
            if (config().path(name).isObject()) {
                return config().path(name);
            }
        }
        boolean json = config().path("responseMimeType").asText().equals("application/json");
        return json ? Ask.anyJson() : MissingNode.getInstance();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
