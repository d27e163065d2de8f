package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.testkit.GeminiErrors;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinModel;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Gemini's API refuses. */
final class GeminiRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:-]{0,63}");

    private GeminiRules() {}

    /** {@return the refusal of a request that no model would take, or null} */
    static @Nullable Reply refuse(JsonNode body) {
        if (!body.isObject()) {
            return GeminiErrors.invalid("Invalid JSON payload received. Unexpected token.");
        }
        GeminiFault unknown = GeminiFields.fault("Generate", body);
        if (unknown != null) {
            return unknown.reply();
        }
        Reply refusal = new GeminiTurns(body).refuse();
        refusal = refusal == null ? refuseTools(body.path("tools")) : refusal;
        return refusal == null ? refuseConfig(body.path("generationConfig")) : refusal;
    }

    private static @Nullable Reply refuseTools(JsonNode tools) {
        for (int i = 0; i < tools.size(); i++) {
            JsonNode tool = tools.path(i);
            JsonNode functions = tool.path("functionDeclarations");
            if (tool.isEmpty() || (tool.has("functionDeclarations") && functions.isEmpty() && tool.size() == 1)) {
                return GeminiErrors.invalid(
                        "tools[" + i + "].tool_type: required one_of 'tool_type' must have one initialized field");
            }
            for (int k = 0; k < functions.size(); k++) {
                Reply refusal = refuseFunction(functions.path(k), "tools[" + i + "].function_declarations[" + k + "]");
                if (refusal != null) {
                    return refusal;
                }
            }
        }
        return null;
    }

    private static @Nullable Reply refuseFunction(JsonNode function, String place) {
        if (!NAME.matcher(function.path("name").asText()).matches()) {
            return GeminiErrors.invalid(
                    "* GenerateContentRequest." + place + ".name: Invalid function name. Must start "
                            + "with a letter or an underscore. Must be alphameric (a-z, A-Z, 0-9), underscores (_), dots (.), "
                            + "colons (:), or dashes (-), with a maximum length of 64.\n");
        }
        return function.has("parameters") && function.has("parametersJsonSchema")
                ? GeminiErrors.invalidArgument()
                : null;
    }

    private static @Nullable Reply refuseConfig(JsonNode config) {
        JsonNode thinking = config.path("thinkingConfig");
        if (thinking.has("thinkingBudget") && thinking.has("thinkingLevel")) {
            return GeminiErrors.invalid("You can only set only one of thinking budget and thinking level.");
        }
        boolean schema = config.has("responseSchema") || config.has("responseJsonSchema");
        boolean both = config.has("responseSchema") && config.has("responseJsonSchema");
        boolean untyped = schema && config.path("responseMimeType").asText().isEmpty();
        return both || untyped || config.path("stopSequences").size() > 5 ? GeminiErrors.invalidArgument() : null;
    }

    /** {@return the refusal of a sound request by this very model, or null} */
    static @Nullable Reply refuseBy(TwinModel model, JsonNode body) {
        String name = "models/" + model.id();
        JsonNode config = body.path("generationConfig");
        boolean functions = body.path("tools").findValue("functionDeclarations") != null;
        Reply refusal = refuseAbility(model.kind(), name, body, functions);
        if (refusal != null) {
            return refusal;
        }
        if (model.kind() == TwinModel.Kind.REASONING) {
            return config.has("presencePenalty") || config.has("frequencyPenalty")
                    ? GeminiErrors.notEnabled("Penalty", name)
                    : new GeminiTurns(body).refuseUnsigned();
        }
        if (functions && config.path("responseMimeType").asText().equals("application/json")) {
            return GeminiErrors.invalid(
                    "Function calling with a response mime type: 'application/json' is unsupported");
        }
        return functions && body.path("tools").size() > 1
                ? GeminiErrors.invalid("Tool use with function calling is unsupported")
                : null;
    }

    private static @Nullable Reply refuseAbility(TwinModel.Kind kind, String name, JsonNode body, boolean functions) {
        if (kind != TwinModel.Kind.REASONING && body.path("generationConfig").has("thinkingConfig")) {
            return GeminiErrors.notEnabled("Thinking", name);
        }
        if (kind == TwinModel.Kind.PLAIN && functions) {
            return GeminiErrors.notEnabled("Function calling", name);
        }
        if (kind == TwinModel.Kind.PLAIN && body.has("systemInstruction")) {
            return GeminiErrors.notEnabled("Developer instruction", name);
        }
        return kind == TwinModel.Kind.PLAIN && body.path("contents").findValue("inlineData") != null
                ? GeminiErrors.notEnabled("Image input modality", name)
                : null;
    }
}
