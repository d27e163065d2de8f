package dev.llmdriver.testkit.shape;

import static dev.llmdriver.testkit.HuggingFaceDialect.CEREBRAS;
import static dev.llmdriver.testkit.HuggingFaceDialect.GROQ;
import static dev.llmdriver.testkit.HuggingFaceDialect.LLAMA_CPP;
import static dev.llmdriver.testkit.HuggingFaceDialect.ROUTER;
import static dev.llmdriver.testkit.HuggingFaceDialect.TGI_2_0;
import static dev.llmdriver.testkit.HuggingFaceDialect.TGI_3_1;
import static dev.llmdriver.testkit.HuggingFaceDialect.TGI_3_3;
import static dev.llmdriver.testkit.shape.Asking.post;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.HuggingFaceErrors;
import dev.llmdriver.testkit.HuggingFaceTwin;
import dev.llmdriver.testkit.Recording;
import dev.llmdriver.testkit.TwinAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Hugging Face's twin against recordings of the router, of Text Generation Inference, and of llama.cpp, Cerebras and Groq by
 * themselves, where another network stands in front. Never recorded: vLLM and SGLang by themselves, and TGI 3.3 in a stream.
 */
class HuggingFaceShapeTest {
    private static final TwinAnswer HI =
            TwinAnswer.of("Hi there").toBuilder().usage(3, 2).build();
    private static final TwinAnswer CALL =
            TwinAnswer.calling("f", "{\"a\":1}").toBuilder().usage(5, 4).build();
    private static final String NETWORK = "of the network in front; no client cares";
    private static final String THINKERS = "the recorded models think before they call";
    private static final String[] FRONT = {
        "header access-control-allow-origin is always there",
        "header access-control-expose-headers is always there",
        "header cross-origin-opener-policy is always there",
        "header referrer-policy is always there",
        "header server is always there",
        "header vary is always there",
        "header via is always there",
        "header x-amz-cf-pop is always there",
        "header x-cache is always there",
        "header x-powered-by is always there",
        "header x-robots-tag is always there"
    };

    private final HuggingFaceTwin twin = HuggingFaceTwin.start();

    @AfterEach
    void close() {
        twin.close();
    }

    @Test
    void routerInOnePiece() {
        contrast(router(false), heard(ROUTER, false, HI, CALL))
                .because(NETWORK, FRONT)
                .because(NETWORK, "header cf-cache-status is always there")
                .because("one provider's", "header x-inference-request-id is always there")
                .check(12);
    }

    @Test
    void routerStreams() {
        contrast(router(true), heard(ROUTER, true, HI))
                .because(NETWORK, FRONT)
                .because("a provider's own id, which no client knows", "header inference-id is always there")
                .because(
                        "recorded with whole answers; a trap worth keeping",
                        "header retry-after does not occur",
                        "header x-request-id does not occur")
                .check(5);
    }

    /** No call was recorded in a stream of the router; it passes on what OpenAI-like services send. */
    @Test
    void callsInStreamsOfTheOpenAiKind() {
        contrast(engine("openai", true), heard(ROUTER, true, CALL))
                .withoutHeaders()
                .because(
                        "OpenAI adds to its own dialect",
                        "call: /obfuscation is always there",
                        "call: /service_tier is always there",
                        "call: /system_fingerprint is always there",
                        "call: /usage is always there")
                .check(20);
    }

    @Test
    void tgi2InOnePiece() {
        contrast(tgi("2.0.1", false), heard(TGI_2_0, false, HI)).check(4);
    }

    @Test
    void tgi2Streams() {
        contrast(tgi("2.0.1", true), heard(TGI_2_0, true, HI)).check(4);
    }

    @Test
    void tgi31InOnePiece() {
        contrast(tgi("3.0.1", false), heard(TGI_3_1, false, HI)).check(1);
    }

    @Test
    void tgi31Streams() {
        contrast(
                        tgi("3.0.1", true),
                        heard(TGI_3_1, true, HI.toBuilder().withoutUsage().build()))
                .check(2);
    }

    @Test
    void tgi31Calls() {
        contrast(fixture("3.1.", "tool_calls"), heard(TGI_3_1, false, CALL))
                .because(
                        "recorded with a version on the way to 3.2, which writes the arguments as text, by a typed client",
                        "answer with calls: /choices/*/message/content is always there",
                        "answer with calls: /choices/*/message/tool_calls/*/function/arguments (object) does not occur")
                .check(1);
    }

    @Test
    void tgi33InOnePiece() {
        contrast(fixture("3.3.", "choices"), heard(TGI_3_3, false, HI)).check(2);
    }

    @Test
    void llamaCppInOnePiece() {
        contrast(engine("llamacpp", false), heard(LLAMA_CPP, false, HI, CALL))
                .because(THINKERS, "answer with calls: /choices/*/message/reasoning_content is always there")
                .check(4);
    }

    @Test
    void llamaCppStreams() {
        contrast(engine("llamacpp", true), heard(LLAMA_CPP, true, HI, CALL))
                .because("recorded with two candidates, whose ends mix", "order of events: text, end, usage")
                .check(2);
    }

    @Test
    void cerebrasInOnePiece() {
        contrast(engine("cerebras", false), heard(CEREBRAS, false, HI, CALL))
                .withoutHeaders()
                .because(THINKERS, "answer with calls: /choices/*/message/reasoning is always there")
                .check(6);
    }

    @Test
    void cerebrasStreams() {
        contrast(
                        and(
                                engine("cerebras", true),
                                chats("huggingface", true, r -> r.body().contains("time_info"))),
                        heard(CEREBRAS, true, HI))
                .withoutHeaders()
                .check(3);
    }

    @Test
    void groqInOnePiece() {
        contrast(
                        and(
                                engine("groq", false),
                                chats("huggingface", false, r -> r.body().contains("x_groq"))),
                        heard(GROQ, false, HI, CALL))
                .withoutHeaders()
                .check(14);
    }

    @Test
    void groqStreams() {
        contrast(
                        and(
                                engine("groq", true),
                                chats("huggingface", true, r -> r.body().contains("x_groq"))),
                        heard(GROQ, true, HI, CALL))
                .withoutHeaders()
                .check(4);
    }

    @Test
    void errors() {
        twin.enqueue(
                HuggingFaceErrors.modelDoesNotExist("this-model/none"),
                HuggingFaceErrors.templateMissing(),
                HuggingFaceErrors.unreadableBody("missing field `messages` at line 1 column 144"));
        List<Heard> mine = Stream.generate(() -> post(twin, "/v1/chat/completions", "{}"))
                .limit(3)
                .toList();
        contrast(Reality.heard("huggingface", r -> r.status() >= 400), mine).check(8);
    }

    private static Contrast contrast(List<Heard> real, List<Heard> mine) {
        return new Contrast(HuggingFaceShapeTest::chunk, real, mine);
    }

    private List<Heard> heard(HuggingFaceDialect dialect, boolean stream, TwinAnswer... answers) {
        twin.dialect(dialect);
        twin.enqueue(answers);
        List<Heard> heard = new ArrayList<>();
        for (int i = 0; i < answers.length; i++) {
            heard.add(post(twin, "/v1/chat/completions", "{\"stream\":" + stream + "}"));
        }
        twin.assertScriptUsed();
        return heard;
    }

    private static List<Heard> router(boolean stream) {
        return chats("huggingface", stream, r -> !r.path().contains("hf-inference"));
    }

    private static List<Heard> tgi(String version, boolean stream) {
        return chats("huggingface", stream, r -> r.body().contains("\"system_fingerprint\":\"" + version));
    }

    private static List<Heard> fixture(String version, String field) {
        String fingerprint = "\"system_fingerprint\": \"" + version;
        return Reality.kept(
                "huggingface",
                r -> r.body().startsWith("{")
                        && r.body().contains("\"" + field + "\"")
                        && r.body().contains(fingerprint));
    }

    private static List<Heard> engine(String file, boolean stream) {
        return chats(file, stream, r -> true);
    }

    private static List<Heard> chats(String file, boolean stream, Predicate<Recording> which) {
        return Reality.heard(
                file,
                which.and(r ->
                        r.status() == 200 && r.streamed() == stream && r.body().contains("\"choices\"")));
    }

    private static List<Heard> and(List<Heard> some, List<Heard> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static String chunk(JsonNode value) {
        if (!value.has("choices")) {
            return value.has("error") ? "error" : "other";
        }
        JsonNode choice = value.at("/choices/0");
        if (choice.isMissingNode()) {
            return "usage";
        }
        if (choice.has("message")) {
            return choice.path("message").path("tool_calls").isEmpty() ? "answer" : "answer with calls";
        }
        if (choice.hasNonNull("finish_reason")) {
            return "end";
        }
        return choice.path("delta").path("tool_calls").isEmpty() ? "text" : "call";
    }
}
