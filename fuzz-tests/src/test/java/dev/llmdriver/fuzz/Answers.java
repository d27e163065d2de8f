package dev.llmdriver.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Streamed answers of the three providers with their end, and with what tomorrow's servers may add to them. */
enum Answers {
    HUGGING_FACE("hf-stream", "data: ", "\n\n") {
        @Override
        String chunk(String text) {
            return "{\"choices\":[{\"index\":0,\"delta\":{\"content\":" + text + "}}]}";
        }

        @Override
        String last(String word) {
            return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":" + word
                    + "}],\"usage\":{\"prompt_tokens\":1}}";
        }
    },
    GEMINI("gemini-stream", "data: ", "\r\n\r\n") {
        @Override
        String chunk(String text) {
            return "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":" + text + "}],\"role\":\"model\"}}]}";
        }

        @Override
        String last(String word) {
            return "{\"candidates\":[{\"finishReason\":" + word + "}],\"usageMetadata\":{\"promptTokenCount\":1}}";
        }
    },
    OLLAMA("ollama-stream", "", "\n") {
        @Override
        String chunk(String text) {
            return "{\"message\":{\"role\":\"assistant\",\"content\":" + text + "},\"done\":false}";
        }

        @Override
        String last(String word) {
            return "{\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":" + word
                    + ",\"prompt_eval_count\":1}";
        }
    };

    private final String target;
    private final String before;
    private final String after;

    Answers(String target, String before, String after) {
        this.target = target;
        this.before = before;
        this.after = after;
    }

    abstract String chunk(String text);

    abstract String last(String word);

    /** {@return the events of an answer of these texts that ends with this word} */
    List<String> events(List<String> texts, String word) throws IOException {
        List<String> events = new ArrayList<>();
        for (String text : texts) {
            events.add(chunk(Json.writer().writeValueAsString(text)));
        }
        events.add(last(Json.writer().writeValueAsString(word)));
        return events;
    }

    /** {@return the events as a body} */
    byte[] body(List<String> events) {
        StringBuilder body = new StringBuilder();
        events.forEach(event -> body.append(before).append(event).append(after));
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** {@return what a body comes to, whole and in pieces} */
    Outcome play(byte[] body, int split) throws IOException {
        return Player.play(
                () -> ((Streams) FuzzTargets.get(target)).unbounded().apply(2),
                Decoding.answer("text/event-stream", new byte[0]),
                new Input(2, split, body));
    }

    /** {@return the event with fields of tomorrow in it, anywhere} */
    static String withUnknownFields(String event, long seed) throws IOException {
        JsonNode tree = Json.tree(event);
        spread(tree, new Random(seed));
        return tree.toString();
    }

    private static void spread(JsonNode node, Random random) throws IOException {
        for (JsonNode inner : node) {
            spread(inner, random);
        }
        if (node instanceof ObjectNode object && random.nextBoolean()) {
            object.set("tomorrow" + random.nextInt(3), Json.tree(VALUES.get(random.nextInt(VALUES.size()))));
        }
    }

    private static final List<String> VALUES =
            List.of("null", "true", "-1e300", "\"x\"", "[]", "{}", "[[{\"a\":[1]}]]", "{\"b\":{\"c\":null}}");
}
