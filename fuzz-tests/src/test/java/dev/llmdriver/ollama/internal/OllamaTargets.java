package dev.llmdriver.ollama.internal;

import static dev.llmdriver.fuzz.Input.seed;
import static dev.llmdriver.fuzz.Player.REF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.fuzz.Bodies;
import dev.llmdriver.fuzz.Decoding;
import dev.llmdriver.fuzz.Errors;
import dev.llmdriver.fuzz.FuzzTarget;
import dev.llmdriver.fuzz.Input;
import dev.llmdriver.fuzz.Streams;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.JsonShape;
import dev.llmdriver.http.WireResponse;
import dev.llmdriver.ollama.internal.embedding.EmbeddingCodec;
import dev.llmdriver.ollama.internal.endpoint.HostAddress;
import dev.llmdriver.ollama.internal.error.OllamaErrors;
import dev.llmdriver.ollama.internal.response.AnswerSettings;
import dev.llmdriver.ollama.internal.response.ChatResponseCodec;
import dev.llmdriver.ollama.internal.response.ChatStreamDecoder;
import dev.llmdriver.ollama.internal.response.WindowCheck;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that reads what Ollama wrote, or what stands in {@code OLLAMA_HOST}. */
public final class OllamaTargets {
    private static final List<String> TYPES = List.of("application/json", "application/x-ndjson");
    private static final OllamaErrors ERRORS = new OllamaErrors();

    private OllamaTargets() {}

    /** {@return all by name} */
    public static Map<String, FuzzTarget> all() {
        Map<String, FuzzTarget> all = new LinkedHashMap<>();
        all.put(
                "ollama-stream",
                new Streams(
                        (choice, most) -> new ChatStreamDecoder(settings(choice), most),
                        "application/x-ndjson",
                        "\"done\"",
                        OllamaSeeds.STREAMS));
        all.put(
                "ollama-answer",
                Streams.whole(
                        choice -> new ChatResponseCodec(settings(choice), new JsonShape()),
                        TYPES,
                        OllamaSeeds.ANSWERS));
        all.put(
                "ollama-pull",
                new Streams(
                        (choice, most) -> new PullDecoder(ERRORS, most),
                        "application/x-ndjson",
                        "success",
                        OllamaSeeds.PULLS));
        all.put("ollama-errors", new Errors(ERRORS, "http://localhost:11434/api/chat", OllamaSeeds.ERRORS));
        all.put(
                "ollama-vectors",
                new Bodies(
                        input -> Decoding.vectors(
                                EmbeddingCodec::decode, Decoding.answer("application/json", input.body())),
                        List.of(
                                seed(0, "{'model':'m','embeddings':[[0.1,2],[3,4]],'prompt_eval_count':3}"),
                                seed(0, "{'embeddings':[[1]],'prompt_eval_count':-3}"))));
        all.put("ollama-models", new Bodies(OllamaTargets::models, OllamaSeeds.MODELS));
        all.put("ollama-host", new Bodies(OllamaTargets::host, OllamaSeeds.HOSTS));
        return all;
    }

    private static void models(Input input) {
        WireResponse response = Decoding.answer("application/json", input.body());
        Decoding.decode(ModelCard::list, response)
                .ifPresent(list -> list.forEach(
                        info -> assertThat(info.contextWindow().orElse(1)).isPositive()));
        Decoding.decode(ModelCard::running, response)
                .ifPresent(
                        list -> list.forEach(model -> assertThat(model.size()).isNotNegative()));
        Decoding.decode(body -> ModelCard.details("m", body), response)
                .ifPresent(details ->
                        assertThat(details.info().contextWindow().orElse(1)).isPositive());
    }

    private static void host(Input input) {
        try {
            URI address = HostAddress.parse(input.text());
            assertThat(address.getHost()).isNotEmpty();
            assertThat(address.getPort()).isBetween(0, 65535);
            URI again = HostAddress.parse(address.toString());
            assertThat(again.getAuthority()).isEqualTo(address.getAuthority());
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).startsWith("expected an address");
        }
    }

    /** {@return what reads whole answers} */
    public static BodyDecoder<ChatResponseBuilder> answers() {
        return new ChatResponseCodec(settings(2), new JsonShape());
    }

    private static AnswerSettings settings(int choice) {
        WindowCheck window = (choice & 1) == 0 ? WindowCheck.NONE : new WindowCheck(9000, true, 2048, 10);
        return new AnswerSettings(REF, ERRORS, (choice & 4) != 0, window);
    }
}
