package dev.llmdriver.testkit.shape;

import static dev.llmdriver.testkit.shape.Asking.get;
import static dev.llmdriver.testkit.shape.Asking.post;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.testkit.GeminiErrors;
import dev.llmdriver.testkit.GeminiTwin;
import dev.llmdriver.testkit.Recording;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Gemini's twin against recordings of Gemini. Never recorded: {@code embedContent}, and one model alone. */
class GeminiShapeTest {
    private static final String HELLO = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hello\"}]}]}";
    private static final String NO_PARTS = "no recording of this form ran into its limit while it thought; others did";

    private final GeminiTwin twin = GeminiTwin.start();

    @AfterEach
    void close() {
        twin.close();
    }

    @Test
    void answersInOnePiece() {
        new Contrast(
                        GeminiShapeTest::answer,
                        real(":generateContent", ok().and(numbered().negate())),
                        answers(":generateContent"))
                .because(NO_PARTS, "end: /candidates/*/content/parts is always there")
                .check(210);
    }

    @Test
    void streamsOfEvents() {
        new Contrast(
                        GeminiShapeTest::answer,
                        real(":streamGenerateContent", ok().and(r -> !r.body().startsWith("["))),
                        answers(":streamGenerateContent?alt=sse"))
                .check(107);
    }

    @Test
    void streamsThatAreArrays() {
        new Contrast(
                        GeminiShapeTest::answer,
                        real(
                                ":streamGenerateContent",
                                ok().and(numbered().negate()).and(r -> r.body().startsWith("["))),
                        answers(":streamGenerateContent"))
                .because(NO_PARTS, "end: /candidates/*/content/parts is always there")
                .because(
                        NO_PARTS + "; nor is there anything to count then",
                        "end: /usageMetadata/candidatesTokenCount is always there")
                .because(
                        "no array was recorded with parallel calls, nor with the id of an unsigned one; events were",
                        "call: /candidates/*/content/parts/*/thoughtSignature is always there",
                        "end: /candidates/*/content/parts/*/functionCall/id (string) does not occur")
                .because(
                        "no array was recorded with a cached prompt; events were",
                        "end: /usageMetadata/cacheTokensDetails (array) does not occur",
                        "end: /usageMetadata/cacheTokensDetails/* (object) does not occur",
                        "end: /usageMetadata/cacheTokensDetails/*/modality (string) does not occur",
                        "end: /usageMetadata/cacheTokensDetails/*/tokenCount (number) does not occur",
                        "end: /usageMetadata/cachedContentTokenCount (number) does not occur")
                .check(8);
    }

    @Test
    void blockedPrompts() {
        twin.enqueue(TwinAnswer.builder().blocked("SAFETY").build());
        new Contrast(
                        GeminiShapeTest::answer,
                        Reality.kept(
                                "gemini",
                                r -> r.body().contains("promptFeedback")
                                        && r.body().startsWith("data")),
                        List.of(post(twin, "/v1beta/models/gemini-twin:streamGenerateContent?alt=sse", HELLO)))
                .because(
                        "the only recording is of 2023, when answers had neither",
                        "blocked: /modelVersion (string) does not occur",
                        "blocked: /responseId (string) does not occur")
                .check(1);
    }

    @Test
    void errors() {
        twin.enqueue(GeminiErrors.invalidKey(), GeminiErrors.noTextAnswers("models/x"));
        List<Heard> mine = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            mine.add(post(twin, "/v1beta/models/none:generateContent", HELLO));
        }
        new Contrast(GeminiShapeTest::answer, real("", r -> r.status() >= 400 && !r.streaming()), mine).check(11);
    }

    @Test
    void errorsInsteadOfAStream() {
        twin.enqueue(GeminiErrors.inEventStream(GeminiErrors.invalidKey()));
        String path = "/v1beta/models/none:streamGenerateContent?alt=sse";
        new Contrast(
                        GeminiShapeTest::answer,
                        real("", r -> r.status() >= 400 && r.streaming()),
                        List.of(post(twin, path, HELLO), post(twin, path, HELLO)))
                .check(6);
    }

    @Test
    void errorsInAnArray() {
        new Contrast(
                        GeminiShapeTest::answer,
                        Reality.heard("gemini", r -> r.api().equals("gemini-openai") && r.status() >= 400),
                        List.of(post(twin, "/v1beta/models/none:streamGenerateContent", HELLO)))
                .check(1);
    }

    @Test
    void countsOfTokens() {
        new Contrast(
                        GeminiShapeTest::answer,
                        real(":countTokens", ok()),
                        List.of(post(twin, "/v1beta/models/gemini-twin:countTokens", HELLO)))
                .check(10);
    }

    @Test
    void embeddings() {
        String path = "/v1beta/models/gemini-twin-embedder:batchEmbedContents";
        String body =
                "{\"requests\":[{\"model\":\"models/gemini-twin-embedder\",\"content\":{\"parts\":[{\"text\":\"x\"}]}}]}";
        new Contrast(GeminiShapeTest::answer, real(":batchEmbedContents", ok()), List.of(post(twin, path, body)))
                .check(15);
    }

    @Test
    void models() {
        new Contrast(
                        GeminiShapeTest::answer,
                        real("/models", ok().and(r -> r.method().equals("GET"))),
                        List.of(get(twin, "/v1beta/models?pageSize=3")))
                .check(2);
    }

    private List<Heard> answers(String method) {
        TwinAnswer hi = TwinAnswer.of("Hi there").toBuilder()
                .usage(new TwinUsage(30, 9, 20, 4))
                .build();
        twin.enqueue(
                hi,
                hi.toBuilder().reasoning("Hm hm").signature("c2ln").build(),
                TwinAnswer.calling("f", "{\"a\":1}").toBuilder().usage(5, 4).build(),
                TwinAnswer.builder()
                        .toolCall("a", "f", "{}")
                        .toolCall("b", "g", "{}")
                        .signature("c2ln")
                        .usage(new TwinUsage(5, 9, 0, 5))
                        .build(),
                hi.toBuilder().toolCall("", "f", "{}").build(),
                hi.toBuilder().finishReason("length").build(),
                TwinAnswer.builder()
                        .finishReason("length")
                        .usage(new TwinUsage(5, 9, 0, 9))
                        .build());
        List<Heard> heard = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            heard.add(post(twin, "/v1beta/models/gemini-twin" + method, HELLO));
        }
        heard.add(post(twin, "/v1beta/models/gemini-twin" + method, HELLO));
        twin.assertScriptUsed();
        return heard;
    }

    private static List<Heard> real(String path, Predicate<Recording> which) {
        return Reality.heard(
                "gemini", which.and(r -> r.api().equals("gemini") && r.path().endsWith(path)));
    }

    private static Predicate<Recording> ok() {
        return recording -> recording.status() == 200;
    }

    /** A client that asks for numbers in place of words. */
    private static Predicate<Recording> numbered() {
        return recording -> recording.query().contains("enum-encoding");
    }

    private static String answer(JsonNode value) {
        if (!value.has("candidates")) {
            return value.has("error") ? "error" : value.has("promptFeedback") ? "blocked" : "other";
        }
        JsonNode candidate = value.at("/candidates/0");
        if (candidate.has("finishReason")) {
            return "end";
        }
        JsonNode part = candidate.at("/content/parts/0");
        return part.path("thought").asBoolean() ? "thought" : part.has("functionCall") ? "call" : "text";
    }
}
