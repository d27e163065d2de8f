package dev.llmdriver.ollama.internal.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.Attempt;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.Usage;
import dev.llmdriver.Warning;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.InvalidRequestException;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.MalformedResponseException;
import dev.llmdriver.error.ModelNotFoundException;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.WireTwin;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Vectors by {@code /api/embed}: the wire page's section 5. */
class EmbeddingsTest {
    private final WireTwin twin = WireTwin.start();
    private final LlmProvider provider =
            Providers.open(twin.baseUri(), "keep-alive", "300", "options.num_ctx", "512", "options.stop", "x");

    @AfterEach
    void close() {
        provider.close();
        twin.close();
    }

    @Test
    void vectors_comeInTheirOrder() {
        twin.enqueue(
                Reply.json(
                        200,
                        "{\"model\":\"all-minilm\",\"embeddings\":[[0.5,-1],[1e-3,2]],\"total_duration\":1,\"prompt_eval_count\":8}"));
        EmbeddingRequest request = EmbeddingRequest.builder(java.util.List.of("a", "b"))
                .dimensions(2)
                .truncate(false)
                .build();
        EmbeddingResponse answer = provider.embeddingModel("all-minilm").embed(request);
        assertThat(answer.vectors()).containsExactly(new float[] {0.5f, -1}, new float[] {0.001f, 2});
        assertThat(answer.usage()).contains(Usage.builder().input(8).build());
        assertThat(answer.servedModel()).contains("all-minilm");
        assertThat(twin.requests().get(0).path()).isEqualTo("/api/embed");
        assertThat(twin.requests().get(0).body())
                .isEqualTo("{\"model\":\"all-minilm\",\"input\":[\"a\",\"b\"],\"truncate\":false,\"dimensions\":2,"
                        + "\"options\":{\"num_ctx\":512,\"stop\":[\"x\"]},\"keep_alive\":300}");
    }

    @Test
    void manyTexts_goInParts() {
        twin.enqueue(Reply.json(200, vectors(256, ",\"prompt_eval_count\":5")), Reply.json(200, vectors(44, "")));
        EmbeddingResponse answer = provider.embeddingModel("m")
                .embed(EmbeddingRequest.builder(Collections.nCopies(300, "x")).build());
        assertThat(answer.vectors()).hasSize(300);
        assertThat(answer.usage()).as("one part did not count").isEmpty();
        assertThat(answer.attempts()).hasSize(2).allMatch(attempt -> attempt.purpose() == Attempt.Purpose.PART);
    }

    private static String vectors(int count, String more) {
        return "{\"embeddings\":[" + String.join(",", Collections.nCopies(count, "[1]")) + "]" + more + "}";
    }

    @Test
    void whatOllamaHasNoFieldFor_isWarnedOf() {
        twin.enqueue(Reply.json(200, vectors(1, "")));
        EmbeddingRequest request = EmbeddingRequest.builder(java.util.List.of("a"))
                .purpose(EmbeddingRequest.Purpose.QUERY)
                .extra("ollama", "keepalive", "5m")
                .build();
        assertThat(provider.embeddingModel("m").embed(request).warnings())
                .extracting(Warning::field)
                .containsExactlyInAnyOrder("purpose", "extra keepalive");
    }

    @Test
    void wrongTypes_sendNothing() {
        EmbeddingRequest request = EmbeddingRequest.builder(java.util.List.of("a"))
                .extra("ollama", "options", Map.of("num_ctx", "big"))
                .build();
        assertThatThrownBy(() -> provider.embeddingModel("m").embed(request))
                .isInstanceOf(InvalidRequestException.class);
        assertThat(twin.requests()).isEmpty();
    }

    @Test
    void answersThatAreNone_areMalformed() {
        twin.enqueue(
                Reply.json(200, "{\"embedding\":[1]}"),
                Reply.json(200, "{\"embeddings\":[]}"),
                Reply.json(200, "{\"embeddings\":[[]]}"),
                Reply.json(200, "{\"embeddings\":[[\"x\"]]}"),
                Reply.json(200, "{\"embeddings\":[[1],[2]]}"));
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> provider.embeddingModel("m").embed(EmbeddingRequest.of("a")))
                    .isInstanceOf(MalformedResponseException.class);
        }
    }

    @Test
    void anErrorOfStatus200_isTheErrorThatItSays() {
        twin.enqueue(Reply.json(200, "{\"error\":\"model 'm' not found\"}"));
        assertThatThrownBy(() -> provider.embeddingModel("m").embed(EmbeddingRequest.of("a")))
                .isInstanceOf(ModelNotFoundException.class);
    }

    @Test
    void aChatModel_makesNone() {
        twin.enqueue(
                Reply.json(501, "{\"error\":\"This server does not support embeddings. Start it with --embeddings\"}"));
        assertThatThrownBy(() -> provider.embeddingModel("m").embed(EmbeddingRequest.of("a")))
                .isInstanceOf(InvalidRequestException.class)
                .satisfies(error -> assertThat(((LlmException) error).kind()).isEqualTo(ErrorKind.INVALID_REQUEST));
    }
}
