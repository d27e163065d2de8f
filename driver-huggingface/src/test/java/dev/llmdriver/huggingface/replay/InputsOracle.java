package dev.llmdriver.huggingface.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.testkit.replay.Outcome.Answer;
import dev.llmdriver.testkit.replay.Outcome.Counters;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads answers of the plain {@code inputs} form: {@code generated_text}, or a stream of tokens. */
final class InputsOracle {
    private InputsOracle() {}

    static Answer whole(String body) {
        JsonNode tree = Trees.tree(body);
        JsonNode answer = tree.isArray() ? tree.path(0) : tree;
        return answer(answer.path("generated_text").asText(), answer.path("details"));
    }

    /** The last event repeats the text, on some servers with the prompt before it: the tokens are what was generated. */
    static Answer stream(String body) {
        List<JsonNode> events = EventStream.events(body);
        String text = events.stream()
                .map(event -> event.path("token"))
                .filter(token -> !token.path("special").asBoolean())
                .map(token -> token.path("text").asText())
                .collect(Collectors.joining());
        return answer(text, events.get(events.size() - 1).path("details"));
    }

    private static Answer answer(String text, JsonNode details) {
        String word = details.path("finish_reason").asText("");
        return new Answer(text, "", List.of(), usage(details), ChatOracle.kind(word), word, "", "");
    }

    private static @Nullable Counters usage(JsonNode details) {
        Long output = ChatOracle.count(details.path("generated_tokens"));
        Long input = ChatOracle.count(details.path("input_length"));
        return output == null ? null : new Counters(input, output, null, null, null);
    }
}
