package dev.llmdriver.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.gemini.internal.GeminiTargets;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.Json;
import dev.llmdriver.huggingface.internal.HuggingFaceTargets;
import dev.llmdriver.ollama.internal.OllamaTargets;
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

        @Override
        String whole(String role, String text, String word) {
            return "{\"choices\":[{\"message\":{\"role\":" + role + ",\"content\":" + text + "},\"finish_reason\":"
                    + word + "}],\"usage\":{\"prompt_tokens\":1}}";
        }

        @Override
        String withNewPart(String role, String text) {
            return "{\"choices\":[{\"index\":0,\"delta\":{\"role\":" + role + ",\"content\":" + text
                    + ",\"tomorrow_calls\":[{\"type\":" + role + "}]}}]}";
        }

        @Override
        BodyDecoder<ChatResponseBuilder> decoder() {
            return HuggingFaceTargets.answers();
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

        @Override
        String whole(String role, String text, String word) {
            return "{\"candidates\":[{\"content\":{\"parts\":[{\"tomorrowCall\":{\"name\":" + role + "}},{\"text\":"
                    + text
                    + "}],\"role\":" + role + "},\"finishReason\":" + word
                    + "}],\"usageMetadata\":{\"promptTokenCount\":1}}";
        }

        @Override
        String withNewPart(String role, String text) {
            return "{\"candidates\":[{\"content\":{\"parts\":[{\"tomorrowCall\":{\"name\":" + role + "}},{\"text\":"
                    + text + "}],\"role\":" + role + "}}]}";
        }

        @Override
        BodyDecoder<ChatResponseBuilder> decoder() {
            return GeminiTargets.answers();
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

        @Override
        String whole(String role, String text, String word) {
            return "{\"message\":{\"role\":" + role + ",\"content\":" + text + ",\"tomorrow_calls\":[{\"type\":" + role
                    + "}]},\"done\":true,\"done_reason\":" + word + ",\"prompt_eval_count\":1}";
        }

        @Override
        String withNewPart(String role, String text) {
            return "{\"message\":{\"role\":" + role + ",\"content\":" + text + ",\"tomorrow_calls\":[{\"type\":" + role
                    + "}]},\"done\":false}";
        }

        @Override
        BodyDecoder<ChatResponseBuilder> decoder() {
            return OllamaTargets.answers();
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

    /** {@return a whole answer of a role, a text and a finish reason, each as JSON; where parts are listed one of an unknown kind among them} */
    abstract String whole(String role, String text, String word);

    /** {@return an event of a text, of an unknown role and with something of an unknown kind beside the text} */
    abstract String withNewPart(String role, String text);

    abstract BodyDecoder<ChatResponseBuilder> decoder();

    /** {@return the events of an answer of these texts that ends with this word} */
    List<String> events(List<String> texts, String word) throws IOException {
        List<String> events = new ArrayList<>();
        for (String text : texts) {
            events.add(chunk(Json.writer().writeValueAsString(text)));
        }
        events.add(last(Json.writer().writeValueAsString(word)));
        return events;
    }

    /** {@return the name of the target of this provider's errors} */
    String errors() {
        return target.replace("stream", "errors");
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
