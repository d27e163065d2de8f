package dev.llmdriver.ollama.internal.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.Usage;
import dev.llmdriver.http.EncodedRequest;
import dev.llmdriver.http.ExtraFields;
import dev.llmdriver.http.Fates;
import dev.llmdriver.http.Json;
import dev.llmdriver.http.Vectors;
import dev.llmdriver.http.WireResponse;
import dev.llmdriver.ollama.internal.request.ChatRequestCodec;
import dev.llmdriver.ollama.internal.request.Defaults;
import dev.llmdriver.ollama.internal.request.OptionFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes requests to {@code /api/embed} and reads the answers (wire page 5). */
public final class EmbeddingCodec {
    private EmbeddingCodec() {}

    /** Writes a part of a request's texts. */
    public static EncodedRequest encode(EmbeddingRequest request, List<String> texts, String model, Defaults defaults) {
        Fates fates = new Fates();
        byte[] body = Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringField("model", model);
            out.writeArrayFieldStart("input");
            for (String text : texts) {
                out.writeString(text);
            }
            out.writeEndArray();
            if (request.truncate().isPresent()) {
                out.writeBooleanField("truncate", request.truncate().get());
                fates.sent("truncate");
            }
            if (request.dimensions().isPresent()) {
                out.writeNumberField("dimensions", request.dimensions().getAsInt());
                fates.sent("dimensions");
            }
            OptionFields.write(defaults.options(), out);
            ChatRequestCodec.keepAlive(defaults, out);
            out.writeEndObject();
        });
        request.purpose()
                .ifPresent(purpose -> fates.dropped(
                        "purpose", "Ollama has no such field; put the model's own prefix before each text"));
        return new EncodedRequest(
                ExtraFields.merge(body, request.extras(ChatRequestCodec.DRIVER), fates), fates.list());
    }

    /** Reads the vectors of a part's texts. */
    public static Vectors decode(WireResponse response) throws IOException {
        JsonNode body = Json.tree(response.body());
        JsonNode rows = body.path("embeddings");
        if (!rows.isArray()) {
            throw new IOException("the answer has no embeddings");
        }
        List<float[]> vectors = new ArrayList<>();
        for (JsonNode row : rows) {
            vectors.add(vector(row));
        }
        return new Vectors(vectors, usage(body), body.path("model").asText(null), List.of());
    }

    private static @Nullable Usage usage(JsonNode body) {
        JsonNode tokens = body.path("prompt_eval_count");
        return tokens.canConvertToLong()
                ? Usage.builder().input(tokens.asLong()).build()
                : null;
    }

    private static float[] vector(JsonNode numbers) throws IOException {
        if (!numbers.isArray() || numbers.isEmpty()) {
            throw new IOException("expected a vector of numbers, but got " + numbers.getNodeType());
        }
        float[] vector = new float[numbers.size()];
        for (int i = 0; i < vector.length; i++) {
            if (!numbers.get(i).isNumber()) {
                throw new IOException("expected a number in a vector, but got "
                        + numbers.get(i).getNodeType());
            }
            vector[i] = numbers.get(i).floatValue();
        }
        return vector;
    }
}
