package dev.llmdriver.huggingface.internal;

import static dev.llmdriver.fuzz.Player.REF;

import dev.llmdriver.ChatResponseBuilder;
import dev.llmdriver.fuzz.Bodies;
import dev.llmdriver.fuzz.Decoding;
import dev.llmdriver.fuzz.Errors;
import dev.llmdriver.fuzz.FuzzTarget;
import dev.llmdriver.fuzz.Streams;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.JsonShape;
import dev.llmdriver.huggingface.internal.catalogue.ModelsTarget;
import dev.llmdriver.huggingface.internal.embedding.EmbeddingCodec;
import dev.llmdriver.huggingface.internal.endpoint.Dialect;
import dev.llmdriver.huggingface.internal.endpoint.EndpointResolver;
import dev.llmdriver.huggingface.internal.error.HuggingFaceErrors;
import dev.llmdriver.huggingface.internal.inputs.InputsResponseCodec;
import dev.llmdriver.huggingface.internal.inputs.TokenStreamDecoder;
import dev.llmdriver.huggingface.internal.response.AnswerSettings;
import dev.llmdriver.huggingface.internal.response.ChatResponseCodec;
import dev.llmdriver.huggingface.internal.response.ChatStreamDecoder;
import dev.llmdriver.huggingface.internal.response.PiecesTarget;
import dev.llmdriver.huggingface.internal.response.ThinkMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that reads what Hugging Face, or an engine behind it, wrote. */
public final class HuggingFaceTargets {
    private static final List<String> TYPES = List.of("application/json", "text/plain", "text/event-stream");
    private static final HuggingFaceErrors ERRORS =
            new HuggingFaceErrors(new EndpointResolver("router", Dialect.AUTO, Map.of()).resolve(null));

    private HuggingFaceTargets() {}

    /** {@return all by name} */
    public static Map<String, FuzzTarget> all() {
        Map<String, FuzzTarget> all = new LinkedHashMap<>();
        all.put(
                "hf-stream",
                new Streams(
                        (choice, most) -> new ChatStreamDecoder(settings(choice), most),
                        "text/event-stream",
                        "finish_reason|\\[DONE]",
                        HuggingFaceSeeds.CHAT_STREAMS));
        all.put(
                "hf-answer",
                Streams.whole(
                        choice -> new ChatResponseCodec(settings(choice), new JsonShape()),
                        TYPES,
                        HuggingFaceSeeds.CHAT_ANSWERS));
        all.put(
                "hf-tokens",
                new Streams(
                        (choice, most) -> new TokenStreamDecoder(settings(choice), most),
                        "text/event-stream",
                        "generated_text|details",
                        HuggingFaceSeeds.TOKEN_STREAMS));
        all.put(
                "hf-inputs",
                Streams.whole(
                        choice -> new InputsResponseCodec(settings(choice)), TYPES, HuggingFaceSeeds.INPUTS_ANSWERS));
        all.put(
                "hf-errors",
                new Errors(ERRORS, "https://router.huggingface.co/v1/chat/completions", HuggingFaceSeeds.ERRORS));
        all.put(
                "hf-vectors",
                new Bodies(
                        input -> Decoding.vectors(
                                new EmbeddingCodec(input.choice()), Decoding.answer("application/json", input.body())),
                        HuggingFaceSeeds.VECTORS));
        all.put("hf-models", new ModelsTarget());
        all.put("hf-addresses", new AddressesTarget());
        all.put("hf-pieces", new PiecesTarget());
        return all;
    }

    /** {@return what reads whole answers} */
    public static BodyDecoder<ChatResponseBuilder> answers() {
        return new ChatResponseCodec(settings(2), new JsonShape());
    }

    private static AnswerSettings settings(int choice) {
        ThinkMode[] modes = ThinkMode.values();
        return AnswerSettings.of(REF, modes[(choice & 3) % modes.length], ERRORS, (choice & 4) != 0);
    }
}
