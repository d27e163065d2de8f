package dev.llmdriver.ollama.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ollama.internal.live.Providers;
import dev.llmdriver.testkit.Recording;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.WireTwin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Recorded lists of models and vectors, over real HTTP, read by the driver and by a tree. */
class MetadataReplayTest {
    private final WireTwin twin = WireTwin.start();
    private final LlmProvider provider = Providers.open(twin.baseUri());

    @AfterEach
    void close() {
        provider.close();
        twin.close();
    }

    static boolean isList(Recording recording) {
        return recording.path().equals("/api/tags");
    }

    static boolean isEmbedding(Recording recording) {
        return Corpus.isFixture(recording) && recording.body().startsWith("{\"embeddings\":");
    }

    @Test
    void listsOfModels() {
        for (Recording recording : Corpus.such(MetadataReplayTest::isList, 1)) {
            twin.enqueue(recording.reply(7));
            List<String> expected = new ArrayList<>();
            ChatOracle.tree(recording.body())
                    .path("models")
                    .forEach(model -> expected.add(model.path("name").asText()));
            assertThat(provider.models().join()).extracting(ModelInfo::id).isEqualTo(expected);
            assertThat(expected).isNotEmpty();
        }
    }

    @Test
    void vectors() {
        for (Recording recording : Corpus.such(MetadataReplayTest::isEmbedding, 2)) {
            JsonNode body = ChatOracle.tree(recording.body());
            int rows = body.path("embeddings").size();
            twin.enqueue(Reply.json(200, recording.body()).with(reply -> reply.splitEverywhere(rows)));
            EmbeddingResponse answer = provider.embeddingModel("m")
                    .embed(EmbeddingRequest.builder(Collections.nCopies(rows, "x"))
                            .build());
            assertThat(answer.usage().orElseThrow().input())
                    .hasValue(body.path("prompt_eval_count").asLong());
            assertThat(answer.servedModel()).contains(body.path("model").asText());
            for (int row = 0; row < rows; row++) {
                JsonNode numbers = body.path("embeddings").get(row);
                assertThat(answer.vectors().get(row)).hasSize(numbers.size());
                for (int i = 0; i < numbers.size(); i++) {
                    assertThat(answer.vectors().get(row)[i])
                            .isEqualTo(numbers.get(i).floatValue());
                }
            }
        }
    }
}
