package dev.llmdriver.testkit.shape;

import static dev.llmdriver.testkit.shape.Asking.get;
import static dev.llmdriver.testkit.shape.Asking.post;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.testkit.OllamaTwin;
import dev.llmdriver.testkit.Recording;
import dev.llmdriver.testkit.TwinAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Ollama's twin against recordings of Ollama. Never recorded: {@code /api/show}, {@code /api/ps}, {@code /api/pull},
 * {@code /api/version}, any error, and calls in the last line of a stream.
 */
class OllamaShapeTest {
    private static final String HELLO = "\"model\":\"twin\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    private final OllamaTwin twin = OllamaTwin.start();

    @AfterEach
    void close() {
        twin.close();
    }

    @Test
    void answersInOnePiece() {
        new Contrast(OllamaShapeTest::line, real("/api/chat", r -> !r.streamed()), answers("/api/chat", false))
                .check(19);
    }

    @Test
    void streams() {
        new Contrast(OllamaShapeTest::line, real("/api/chat", Recording::streamed), answers("/api/chat", true))
                .because(
                        "the recorded models think before every call, or say something",
                        "order of events: call, end",
                        "order of events: thought, text, call, end")
                .check(16);
    }

    @Test
    void generating() {
        new Contrast(
                        OllamaShapeTest::line,
                        real("/api/generate", r -> !r.streamed()),
                        List.of(post(
                                twin, "/api/generate", "{\"model\":\"twin\",\"prompt\":\"Hello\",\"stream\":false}")))
                .check(5);
    }

    @Test
    void streamsOfGenerating() {
        new Contrast(
                        OllamaShapeTest::line,
                        real("/api/generate", Recording::streamed),
                        List.of(post(twin, "/api/generate", "{\"model\":\"twin\",\"prompt\":\"Hello\"}")))
                .check(7);
    }

    @Test
    void installedModels() {
        new Contrast(OllamaShapeTest::line, real("/api/tags", r -> true), List.of(get(twin, "/api/tags"))).check(1);
    }

    @Test
    void embeddings() {
        new Contrast(
                        OllamaShapeTest::line,
                        Reality.kept("ollama", r -> r.body().startsWith("{\"embeddings\"")),
                        List.of(post(twin, "/api/embed", "{\"model\":\"twin-embedder\",\"input\":[\"a\",\"b\"]}")))
                .check(2);
    }

    @Test
    void oldEmbeddings() {
        new Contrast(
                        OllamaShapeTest::line,
                        real("/api/embeddings", r -> true),
                        List.of(post(twin, "/api/embeddings", "{\"model\":\"twin-embedder\",\"prompt\":\"a\"}")))
                .check(3);
    }

    private List<Heard> answers(String path, boolean stream) {
        TwinAnswer hi = TwinAnswer.of("Hi there").toBuilder().usage(3, 2).build();
        twin.enqueue(
                hi,
                hi.toBuilder().reasoning("Hm hm").build(),
                TwinAnswer.calling("f", "{\"a\":1}").toBuilder().usage(5, 4).build(),
                hi.toBuilder()
                        .reasoning("Hm")
                        .toolCall("call_2", "f", "{}")
                        .toolCall("call_3", "g", "{}")
                        .build(),
                hi.toBuilder().finishReason("length").build());
        List<Heard> heard = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            heard.add(post(twin, path, "{\"stream\":" + stream + "," + HELLO));
        }
        twin.assertScriptUsed();
        return heard;
    }

    private static List<Heard> real(String path, Predicate<Recording> which) {
        return Reality.heard(
                "ollama", which.and(r -> r.api().equals("ollama") && r.path().equals(path)));
    }

    private static String line(JsonNode value) {
        if (!value.has("done")) {
            return "other";
        }
        JsonNode message = value.path("message");
        if (value.path("done").asBoolean()) {
            return "end";
        }
        return message.has("thinking") ? "thought" : message.has("tool_calls") ? "call" : "text";
    }
}
