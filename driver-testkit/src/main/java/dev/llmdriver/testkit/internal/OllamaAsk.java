package dev.llmdriver.testkit.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.llmdriver.testkit.TwinModel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A chat request, read for the twin that answers it. */
final class OllamaAsk {
    private static final int WINDOW = 4096;

    private final JsonNode body;
    private final List<JsonNode> messages = new ArrayList<>();

    OllamaAsk(JsonNode body) {
        this.body = body;
        body.path("messages").forEach(messages::add);
        if (body.path("truncate").asBoolean(true)) {
            forgetWhatDoesNotFit();
        }
    }

    /** {@return how many tokens fit into the context} */
    int window() {
        return body.path("options").path("num_ctx").asInt(WINDOW);
    }

    /** {@return how many tokens the prompt has, once the oldest messages were forgotten} */
    int tokens() {
        return messages.stream().mapToInt(OllamaAsk::tokens).sum();
    }

    Ask asked(TwinModel model) {
        JsonNode last = messages.get(messages.size() - 1);
        JsonNode limit = body.path("options").path("num_predict");
        boolean thinks = model.kind() == TwinModel.Kind.REASONING
                && (body.path("think").isMissingNode()
                        || body.path("think").isTextual()
                        || body.path("think").asBoolean());
        return new Ask(
                messages.stream()
                        .filter(m -> isFrom(m, "user"))
                        .map(OllamaAsk::text)
                        .toList(),
                isFrom(last, "tool") ? text(last) : null,
                tokens(),
                Ask.functions(body),
                "auto",
                schema(),
                stops(),
                limit.asInt(-1) >= 0 ? OptionalInt.of(limit.asInt()) : OptionalInt.empty(),
                thinks,
                "call_twin%04d".formatted(messages.size()));
    }

    /** Silently, oldest first, but neither what the system said nor the last message. */
    private void forgetWhatDoesNotFit() {
        for (int i = 0; i < messages.size() - 1 && tokens() > window(); ) {
            if (isFrom(messages.get(i), "system")) {
                i++;
            } else {
                messages.remove(i);
            }
        }
    }

    private JsonNode schema() {
        JsonNode format = body.path("format");
        if (format.isObject()) {
            return format;
        }
        return format.asText().equals("json") ? Ask.anyJson() : MissingNode.getInstance();
    }

    private List<String> stops() {
        List<String> stops = new ArrayList<>();
        body.path("options").path("stop").forEach(stop -> stops.add(stop.asText()));
        return stops;
    }

    private static boolean isFrom(JsonNode message, String role) {
        return message.path("role").asText().equalsIgnoreCase(role);
    }

    private static String text(JsonNode message) {
        return message.path("content").asText("");
    }

    private static int tokens(JsonNode message) {
        return Tokens.count(text(message));
    }
}
