package dev.llmdriver.gemini.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.TokenCount;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.Recording;
import dev.llmdriver.testkit.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The recorded answers about tokens, vectors and models, over real HTTP, read by hand on the other side. */
class OtherExchangesTest {
    private static final long SEED = 7;
    private final Player player = new Player();

    @AfterEach
    void close() {
        player.close();
    }

    @Test
    void tokenCounts() {
        List<Recording> counts = Corpus.of(recording -> recording.path().endsWith(":countTokens"));
        assertThat(counts).hasSize(11);
        for (Recording count : counts) {
            player.next(count.reply(SEED));
            try {
                TokenCount read = player.provider()
                        .chatModel("gemini-2.5-flash")
                        .countTokens(ChatRequest.of("Hi"))
                        .join();
                assertThat(read)
                        .as(count.source())
                        .isEqualTo(new TokenCount(
                                Oracle.tree(count.body()).path("totalTokens").asLong(), true));
            } catch (RuntimeException failure) {
                checkError(count, failure);
            }
        }
    }

    @Test
    void vectors() {
        List<Recording> embeddings = Corpus.of(recording ->
                recording.path().endsWith("mbedContents") || recording.path().endsWith(":embedContent"));
        assertThat(embeddings).hasSize(17);
        for (Recording recording : embeddings) {
            player.next(recording.reply(SEED));
            List<float[]> expected = expected(recording);
            int texts = Math.max(1, expected.size());
            try {
                List<float[]> read = player.provider()
                        .embeddingModel("gemini-embedding-001")
                        .embed(EmbeddingRequest.builder(Collections.nCopies(texts, "text"))
                                .build())
                        .vectors();
                assertThat(read.toArray()).as(recording.source()).isEqualTo(expected.toArray());
            } catch (RuntimeException failure) {
                checkError(recording, failure);
            }
        }
    }

    private static List<float[]> expected(Recording recording) {
        List<float[]> vectors = new ArrayList<>();
        for (JsonNode embedding : Oracle.tree(recording.body()).path("embeddings")) {
            float[] vector = new float[embedding.path("values").size()];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) embedding.path("values").get(i).asDouble();
            }
            vectors.add(vector);
        }
        return vectors;
    }

    @Test
    void listsOfModels() {
        List<Recording> lists = Corpus.of(recording ->
                recording.path().endsWith("/models") && recording.method().equals("GET"));
        assertThat(lists).hasSize(3);
        for (Recording list : lists) {
            player.next(list.reply(SEED));
            if (list.body().contains("nextPageToken")) {
                player.next(Reply.json(200, "{}")); // the page that the recording does not have
            }
            try {
                List<ModelInfo> read = player.provider().models().join();
                JsonNode models = Oracle.tree(list.body()).path("models");
                assertThat(read).hasSameSizeAs(models).isNotEmpty();
                for (int i = 0; i < read.size(); i++) {
                    assertThat("models/" + read.get(i).id())
                            .isEqualTo(models.get(i).path("name").asText());
                    assertThat(read.get(i).contextWindow())
                            .hasValue(models.get(i).path("inputTokenLimit").asLong());
                }
            } catch (RuntimeException failure) {
                checkError(list, failure);
            }
        }
    }

    private static void checkError(Recording recording, RuntimeException failure) {
        assertThat(recording.status()).as(recording.source() + ": " + failure).isGreaterThanOrEqualTo(400);
        LlmException error = LlmException.of(failure);
        assertThat(ErrorOracle.kinds(recording.status(), recording.body()))
                .as(recording.source())
                .contains(error.kind().wireName());
        assertThat(Map.of(error.status().orElse(0), "")).containsKey(recording.status());
    }
}
