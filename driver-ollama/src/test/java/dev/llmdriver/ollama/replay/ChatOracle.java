package dev.llmdriver.ollama.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.llmdriver.testkit.replay.Outcome.Answer;
import dev.llmdriver.testkit.replay.Outcome.Call;
import dev.llmdriver.testkit.replay.Outcome.Counters;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads chat answers the slow way, to tell what the driver must make of them: the whole body, a tree for each line, the fields. A
 * whole answer is a stream of one line.
 */
final class ChatOracle {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final StringBuilder content = new StringBuilder();
    private final StringBuilder thinking = new StringBuilder();
    private final List<Call> calls = new ArrayList<>();
    private JsonNode last = MAPPER.createObjectNode();

    private ChatOracle() {}

    static Answer read(String body) {
        ChatOracle oracle = new ChatOracle();
        if (isOneObject(body)) {
            oracle.add(tree(body));
        } else {
            body.lines().filter(line -> !line.isBlank()).map(ChatOracle::tree).forEach(oracle::add);
        }
        return oracle.answer();
    }

    private static boolean isOneObject(String body) {
        return body.lines().filter(line -> !line.isBlank()).count() == 1 || body.startsWith("{\n");
    }

    static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException unreadable) {
            throw new UncheckedIOException("a recording cannot be read", unreadable);
        }
    }

    private void add(JsonNode line) {
        if (line.has("error") || last.path("done").asBoolean()) {
            throw new IllegalArgumentException(
                    "an error, or a line after the end, which this reader does not know: " + line);
        }
        JsonNode message = line.path("message");
        content.append(message.path("content").asText(""));
        thinking.append(message.path("thinking").asText(""));
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            calls.add(new Call(
                    call.path("id").asText(""),
                    function.path("name").asText(),
                    function.path("arguments").toString()));
        }
        last = line;
    }

    private Answer answer() {
        if (!last.path("done").asBoolean()) {
            throw new IllegalArgumentException("the answer has no end: " + last);
        }
        String word = last.path("done_reason").asText("");
        return new Answer(
                content.toString(),
                thinking.toString(),
                List.copyOf(calls),
                counters(),
                finish(word),
                word,
                "",
                last.path("model").asText(""));
    }

    private @Nullable Counters counters() {
        Long input = count("prompt_eval_count");
        Long output = count("eval_count");
        return input == null && output == null ? null : new Counters(input, output, null, null, null);
    }

    private @Nullable Long count(String name) {
        return last.path(name).isNumber() ? last.path(name).asLong() : null;
    }

    private String finish(String word) {
        if (word.equals("length")) {
            return "LENGTH";
        }
        if (!calls.isEmpty()) {
            return "TOOL_CALLS";
        }
        return word.equals("stop") || word.isEmpty() ? "STOP" : "OTHER";
    }
}
