package dev.llmdriver.gemini.internal;

import static dev.llmdriver.fuzz.Input.raw;
import static dev.llmdriver.fuzz.Input.seed;
import static dev.llmdriver.fuzz.Player.REF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.fuzz.Bodies;
import dev.llmdriver.fuzz.Decoding;
import dev.llmdriver.fuzz.Errors;
import dev.llmdriver.fuzz.FuzzTarget;
import dev.llmdriver.fuzz.Input;
import dev.llmdriver.fuzz.Streams;
import dev.llmdriver.gemini.internal.catalogue.ModelsTarget;
import dev.llmdriver.gemini.internal.embedding.EmbeddingDecoder;
import dev.llmdriver.gemini.internal.endpoint.Endpoint;
import dev.llmdriver.gemini.internal.error.GeminiErrors;
import dev.llmdriver.gemini.internal.response.AnswerSettings;
import dev.llmdriver.gemini.internal.response.ChatResponseCodec;
import dev.llmdriver.gemini.internal.response.ChatStreamDecoder;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.JsonShape;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that reads what Gemini wrote. */
public final class GeminiTargets {
    private static final List<String> TYPES = List.of("application/json");
    private static final GeminiErrors ERRORS = new GeminiErrors(() -> Instant.EPOCH, model -> false);

    private GeminiTargets() {}

    /** {@return all by name} */
    public static Map<String, FuzzTarget> all() {
        Map<String, FuzzTarget> all = new LinkedHashMap<>();
        all.put("gemini-stream", streams("text/event-stream"));
        all.put("gemini-array", streams("application/json"));
        all.put(
                "gemini-answer",
                Streams.whole(
                        choice -> new ChatResponseCodec(settings(choice), new JsonShape()),
                        TYPES,
                        GeminiSeeds.ANSWERS));
        all.put(
                "gemini-errors",
                new Errors(
                        ERRORS,
                        "https://generativelanguage.googleapis.com/v1beta/models/x:generateContent",
                        GeminiSeeds.ERRORS));
        all.put(
                "gemini-vectors",
                new Bodies(
                        input -> Decoding.vectors(
                                new EmbeddingDecoder(List.of()), Decoding.answer("application/json", input.body())),
                        List.of(
                                seed(0, "{'embedding':{'values':[0.1,-2]}}"),
                                seed(
                                        0,
                                        "{'embeddings':[{'values':[1e400]},{'values':[NaN]}],'usageMetadata':{'promptTokenCount':-1,'totalTokenCount':99999999999999999999}}"))));
        all.put("gemini-count", new Bodies(GeminiTargets::count, GeminiSeeds.COUNTS));
        all.put("gemini-models", new ModelsTarget());
        all.put(
                "gemini-addresses",
                new Bodies(
                        GeminiTargets::address,
                        List.of(
                                raw(0, "gemini-2.5-flash"),
                                raw(0, "models/a b%2f../../x"),
                                raw(0, "tunedModels/ü:\\\"{}"))));
        return all;
    }

    private static FuzzTarget streams(String type) {
        return new Streams(
                (choice, most) -> new ChatStreamDecoder(settings(choice), most),
                type,
                "finishReason",
                type.endsWith("json") ? GeminiSeeds.ARRAYS : GeminiSeeds.STREAMS);
    }

    private static void count(Input input) {
        try {
            assertThat(TokenCounter.read(Decoding.answer("application/json", input.body()))
                            .tokens())
                    .isNotNegative();
        } catch (IOException malformed) {
            assertThat(malformed.getMessage()).isNotBlank();
        }
    }

    private static void address(Input input) {
        try {
            assertThat(Endpoint.of(Endpoint.GOOGLE, "v1beta")
                            .method(input.text(), "generateContent")
                            .getHost())
                    .isEqualTo(Endpoint.GOOGLE.getHost());
        } catch (LlmException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    /** {@return what reads whole answers} */
    public static BodyDecoder<ChatResponseBuilder> answers() {
        return new ChatResponseCodec(settings(2), new JsonShape());
    }

    private static AnswerSettings settings(int choice) {
        return new AnswerSettings(REF, ERRORS, (choice & 4) != 0);
    }
}
