package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.testkit.OllamaErrors;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinModel;
import dev.llmdriver.testkit.TwinModel.Kind;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Ollama refuses, in the order in which it looks. */
final class OllamaRules {
    private static final Pattern DURATION = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)(ns|us|µs|ms|s|m|h)(\\S*)");
    private static final Set<String> LEVELS = Set.of("low", "medium", "high", "max");

    private OllamaRules() {}

    /** {@return the refusal of a request that cannot be read, or null} */
    static @Nullable Reply refuseTypes(JsonNode body, String text) {
        if (text.isBlank()) {
            return OllamaErrors.missingBody();
        }
        if (!body.isObject()) {
            return OllamaErrors.error(
                    400, "invalid character '" + text.strip().charAt(0) + "' looking for beginning of value");
        }
        for (JsonNode message : body.path("messages")) {
            Reply refusal = refuseMessage(message);
            if (refusal != null) {
                return refusal;
            }
        }
        Reply refusal = refuseKeepAlive(body.path("keep_alive"));
        if (refusal == null && body.has("stream") && !body.path("stream").isBoolean()) {
            return OllamaErrors.wrongType("string", "ChatRequest.stream", "bool");
        }
        return refusal == null ? refuseThink(body.path("think")) : refusal;
    }

    private static @Nullable Reply refuseMessage(JsonNode message) {
        if (message.path("content").isContainerNode()) {
            String given = message.path("content").isArray() ? "array" : "object";
            return OllamaErrors.wrongType(given, "ChatRequest.messages.content", "string");
        }
        for (JsonNode call : message.path("tool_calls")) {
            if (call.path("function").path("arguments").isTextual()) {
                return OllamaErrors.wrongType(
                        "string", "ChatRequest.messages.tool_calls.function.arguments", "map[string]interface {}");
            }
        }
        for (JsonNode image : message.path("images")) {
            int bad = firstBadByte(image.asText());
            if (bad >= 0) {
                return OllamaErrors.illegalBase64(bad);
            }
        }
        return null;
    }

    /** {@return where a text stops to be base64 of the plain alphabet; -1 if it does not} */
    private static int firstBadByte(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean good =
                    (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "+/=".indexOf(c) >= 0;
            if (!good) {
                return i;
            }
        }
        return text.length() % 4 == 0 ? -1 : text.length();
    }

    private static @Nullable Reply refuseKeepAlive(JsonNode value) {
        String text = value.asText();
        if (!value.isTextual() || DURATION.matcher(text).matches()) {
            return null;
        }
        return text.matches("[-+]?\\d+")
                ? OllamaErrors.missingUnit(text)
                : OllamaErrors.error(400, "time: invalid duration \"" + text + "\"");
    }

    private static @Nullable Reply refuseThink(JsonNode think) {
        boolean fine = think.isMissingNode() || think.isNull() || think.isBoolean();
        return fine || LEVELS.contains(think.asText()) ? null : OllamaErrors.invalidThink(think.asText());
    }

    /** {@return the refusal of a readable request by this very model, or null} */
    static @Nullable Reply refuseBy(TwinModel model, String name, JsonNode body) {
        JsonNode think = body.path("think");
        if (model.kind() == Kind.EMBEDDING) {
            return OllamaErrors.notChatModel(name);
        }
        if (model.kind() == Kind.PLAIN && !body.path("tools").isEmpty()) {
            return OllamaErrors.noTools(name);
        }
        if (model.kind() != Kind.REASONING && (think.asBoolean() || think.isTextual())) {
            return OllamaErrors.noThinking(name);
        }
        boolean images = body.path("messages").findValues("images").stream().anyMatch(list -> !list.isEmpty());
        return images && model.kind() != Kind.CHAT ? OllamaErrors.noImages() : null;
    }

    /** {@return the refusal of values that no model would take, or null} */
    static @Nullable Reply refuseValues(JsonNode body) {
        JsonNode top = body.path("top_logprobs");
        if (top.isNumber() && (top.asInt() < 0 || top.asInt() > 20)) {
            return OllamaErrors.topLogprobs();
        }
        Reply refusal = OllamaOptions.refuse(body.path("options"));
        return refusal == null ? refuseFormat(body.path("format")) : refusal;
    }

    private static @Nullable Reply refuseFormat(JsonNode format) {
        boolean fine = format.isMissingNode()
                || format.isNull()
                || format.isObject()
                || (format.isTextual() && Set.of("", "json").contains(format.asText()));
        return fine ? null : OllamaErrors.invalidFormat(Json.text(format));
    }
}
