package dev.llmdriver.huggingface.internal.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.Usage;
import dev.llmdriver.Warning;
import dev.llmdriver.http.BodyDecoder;
import dev.llmdriver.http.Json;
import dev.llmdriver.http.Vectors;
import dev.llmdriver.http.WireResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads vectors: OpenAI's list, sorted by its indexes, or bare arrays. Those are one vector for each text, or from models that are not
 * made for sentences one for each token, which are averaged; one text's may lack the outer array, and some add an array of one.
 */
public final class EmbeddingCodec implements BodyDecoder<Vectors> {
    private static final Warning POOLED = new Warning(
            "emulated", "", "the model answers with a vector for each token; those of a text were averaged");

    private final int texts;

    /** Makes a codec for the answer to this number of texts. */
    public EmbeddingCodec(int texts) {
        this.texts = texts;
    }

    @Override
    public Vectors decode(WireResponse response) throws IOException {
        JsonNode body = Json.tree(response.body());
        Vectors vectors = body.isArray() ? bare(body) : openAi(body);
        if (vectors.list().size() != texts) {
            throw new IOException("asked for the vectors of " + texts + " texts, but "
                    + vectors.list().size() + " came");
        }
        return vectors;
    }

    private static Vectors openAi(JsonNode body) throws IOException {
        if (!body.path("data").isArray()) {
            throw new IOException("the answer has neither data nor bare arrays");
        }
        List<JsonNode> entries = new ArrayList<>(elements(body.get("data")));
        entries.sort(Comparator.comparingInt(entry -> entry.path("index").asInt()));
        List<float[]> vectors = new ArrayList<>();
        for (JsonNode entry : entries) {
            vectors.add(vector(entry.path("embedding")));
        }
        return new Vectors(
                vectors, usage(body.path("usage")), body.path("model").asText(null), List.of());
    }

    private static @Nullable Usage usage(JsonNode usage) {
        if (!usage.path("prompt_tokens").canConvertToLong()) {
            return null;
        }
        Usage.Builder counters =
                Usage.builder().input(usage.path("prompt_tokens").asLong());
        if (usage.path("total_tokens").canConvertToLong()) {
            counters.total(usage.path("total_tokens").asLong());
        }
        return counters.build();
    }

    private Vectors bare(JsonNode body) throws IOException {
        if (depth(body) == 1) {
            return Vectors.of(List.of(vector(body)));
        }
        JsonNode rows =
                body.size() == 1 && depth(body) > 2 && body.get(0).size() == texts && texts > 1 ? body.get(0) : body;
        boolean tokensOfOne = texts == 1 && rows.size() > 1 && depth(rows) == 2;
        List<float[]> vectors = new ArrayList<>();
        boolean pooled = false;
        for (JsonNode row : tokensOfOne ? List.of(rows) : elements(rows)) {
            JsonNode inner = unwrapped(row);
            pooled |= depth(inner) == 2;
            vectors.add(depth(inner) == 1 ? vector(inner) : mean(inner));
        }
        return pooled ? Vectors.of(vectors).withWarnings(List.of(POOLED)) : Vectors.of(vectors);
    }

    /** Takes arrays of one away until a vector, or one vector for each token, is left. */
    private static JsonNode unwrapped(JsonNode row) {
        JsonNode inner = row;
        while (inner.size() == 1 && depth(inner) > 1) {
            inner = inner.get(0);
        }
        return inner;
    }

    private static float[] mean(JsonNode tokens) throws IOException {
        if (depth(tokens) != 2 || tokens.isEmpty()) {
            throw new IOException("the model answers arrays of depth " + depth(tokens)
                    + " for a text, of which no vector can be made; choose a model for sentence embeddings");
        }
        float[] sum = vector(tokens.get(0));
        for (int i = 1; i < tokens.size(); i++) {
            float[] next = vector(tokens.get(i));
            if (next.length != sum.length) {
                throw new IOException("the vectors of a text's tokens differ in length");
            }
            for (int j = 0; j < sum.length; j++) {
                sum[j] += next[j];
            }
        }
        for (int j = 0; j < sum.length; j++) {
            sum[j] /= tokens.size();
        }
        return sum;
    }

    private static int depth(JsonNode node) {
        int depth = 0;
        for (JsonNode inner = node; inner != null && inner.isArray(); inner = inner.get(0)) {
            depth++;
        }
        return depth;
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

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
