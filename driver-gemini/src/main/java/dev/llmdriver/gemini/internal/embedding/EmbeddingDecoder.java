package dev.llmdriver.gemini.internal.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.Usage;
import dev.llmdriver.Warning;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.Json;
import dev.llmdriver.http.Vectors;
import dev.llmdriver.http.WireResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads vectors: {@code embedding} of one text, {@code embeddings} of several in the order of the request (wire page 1). */
public final class EmbeddingDecoder implements BodyDecoder<Vectors> {
    private final List<Warning> warnings;

    /** Makes a decoder whose vectors carry these warnings. */
    public EmbeddingDecoder(List<Warning> warnings) {
        this.warnings = List.copyOf(warnings);
    }

    @Override
    public Vectors decode(WireResponse response) throws IOException {
        JsonNode body = Json.tree(response.body());
        List<float[]> vectors = new ArrayList<>();
        if (body.has("embedding")) {
            vectors.add(vector(body.path("embedding")));
        }
        for (JsonNode embedding : body.path("embeddings")) {
            vectors.add(vector(embedding));
        }
        if (vectors.isEmpty()) {
            throw new IOException("the answer has neither embedding nor embeddings");
        }
        return new Vectors(vectors, usage(body.path("usageMetadata")), null, warnings);
    }

    private static @Nullable Usage usage(JsonNode usage) {
        if (!usage.path("promptTokenCount").canConvertToLong()) {
            return null;
        }
        Usage.Builder counters =
                Usage.builder().input(usage.path("promptTokenCount").asLong());
        if (usage.path("totalTokenCount").canConvertToLong()) {
            counters.total(usage.path("totalTokenCount").asLong());
        }
        return counters.build();
    }

    private static float[] vector(JsonNode embedding) throws IOException {
        JsonNode values = embedding.path("values");
        if (!values.isArray() || values.isEmpty()) {
            throw new IOException("an embedding has no values");
        }
        float[] vector = new float[values.size()];
        for (int i = 0; i < vector.length; i++) {
            if (!values.get(i).isNumber()) {
                throw new IOException("expected a number in a vector, but got "
                        + values.get(i).getNodeType());
            }
            vector[i] = values.get(i).floatValue();
        }
        return vector;
    }
}
