package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.llmdriver.testkit.RecordedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chat request, read leniently.
 *
 * @param path where it was sent
 * @param body its JSON; missing if it has none
 */
record ChatAsk(String path, JsonNode body) {
    private static final Pattern HF_INFERENCE = Pattern.compile("/hf-inference/models/(.+)/v1/chat/completions");
    private static final Pattern PINNED = Pattern.compile("/([a-z0-9-]+)/.*chat/completions");

    static ChatAsk parse(RecordedRequest request) {
        return new ChatAsk(request.path(), Json.parseOrMissing(request.body()));
    }

    /** {@return the model: from the path at hf-inference, else from the body} */
    String model() {
        Matcher path = HF_INFERENCE.matcher(path());
        return path.matches() ? path.group(1) : body.path("model").asText("");
    }

    boolean isHfInference() {
        return HF_INFERENCE.matcher(path()).matches();
    }

    /** {@return the provider that the path names; empty on the auto router} */
    String pinnedProvider() {
        Matcher path = PINNED.matcher(path());
        return path.matches() && !path.group(1).equals("v1") ? path.group(1) : "";
    }

    List<JsonNode> messages() {
        List<JsonNode> messages = new ArrayList<>();
        body.path("messages").forEach(messages::add);
        return messages;
    }

    /** {@return what is asked, in no protocol's words} */
    Ask asked(boolean thinks) {
        List<JsonNode> messages = messages();
        JsonNode last = messages.get(messages.size() - 1);
        int input = messages.stream().mapToInt(m -> Tokens.count(text(m))).sum();
        return new Ask(
                messages.stream()
                        .filter(m -> isFrom(m, "user"))
                        .map(ChatAsk::text)
                        .toList(),
                isFrom(last, "tool") ? text(last) : null,
                input,
                Ask.functions(body),
                body.path("tool_choice")
                        .path("function")
                        .path("name")
                        .asText(body.path("tool_choice").asText("auto")),
                schema(),
                stops(),
                maxTokens(),
                thinks,
                "call_" + messages.size());
    }

    private static boolean isFrom(JsonNode message, String role) {
        return message.path("role").asText().equals(role);
    }

    /** The schema of the answer in any of the spellings in use; missing if text will do. */
    private JsonNode schema() {
        JsonNode format = body.path("response_format");
        for (JsonNode schema : List.of(
                format.path("json_schema").path("schema"),
                format.path("schema"),
                format.path("value").path("schema"),
                format.path("value"))) {
            if (schema.isObject()) {
                return schema;
            }
        }
        return format.path("type").asText().startsWith("json") ? Ask.anyJson() : MissingNode.getInstance();
    }

    /** {@return the text of a message, its parts joined} */
    static String text(JsonNode message) {
        JsonNode content = message.path("content");
        if (!content.isArray()) {
            return content.asText("");
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }

    boolean streams() {
        return body.path("stream").asBoolean();
    }

    JsonNode streamOptions() {
        return body.path("stream_options");
    }

    OptionalInt maxTokens() {
        JsonNode limit =
                body.path("max_tokens").isNumber() ? body.path("max_tokens") : body.path("max_completion_tokens");
        return limit.isNumber() ? OptionalInt.of(limit.asInt()) : OptionalInt.empty();
    }

    List<String> stops() {
        JsonNode stop = body.path("stop");
        List<String> stops = new ArrayList<>();
        if (stop.isTextual()) {
            stops.add(stop.asText());
        }
        stop.forEach(one -> stops.add(one.asText()));
        return stops;
    }
}
