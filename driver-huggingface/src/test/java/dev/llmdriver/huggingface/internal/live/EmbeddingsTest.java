package dev.llmdriver.huggingface.internal.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.llmdriver.Attempt;
import dev.llmdriver.EmbeddingRequest;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.Warning;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.UnsupportedException;
import dev.llmdriver.huggingface.internal.live.TinyServer.Asked;
import dev.llmdriver.huggingface.internal.live.TinyServer.Reply;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Embeddings by their three routes. */
class EmbeddingsTest {
    private final TinyServer server = TinyServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theRouter_hasNone_soTheyGoToHfInference() {
        server.at("/hf-inference/models/org/m/pipeline/feature-extraction", Reply.json(200, "[[1,2],[3,4]]"));
        EmbeddingResponse response = embed(
                EmbeddingRequest.builder(List.of("a", "b"))
                        .truncate(true)
                        .dimensions(2)
                        .extra("huggingface", "normalize", true)
                        .build(),
                "endpoint",
                "router");
        assertThat(response.vectors()).containsExactly(new float[] {1, 2}, new float[] {3, 4});
        assertThat(server.asked())
                .singleElement()
                .satisfies(asked -> assertThat(asked.body())
                        .isEqualTo("{\"inputs\":[\"a\",\"b\"],\"truncate\":true,\"normalize\":true}"));
        assertThat(response.warnings()).extracting(Warning::field).containsExactly("dimensions");
        assertThat(response.attempts()).extracting(Attempt::purpose).containsExactly(Attempt.Purpose.FIRST);
    }

    @Test
    void aPinnedProvider_hasItsOwnPath() {
        server.at("/deepinfra/v1/openai/embeddings", Reply.json(200, "{\"data\":[{\"index\":0,\"embedding\":[1]}]}"));
        EmbeddingRequest request = EmbeddingRequest.builder(List.of("a"))
                .dimensions(1)
                .purpose(EmbeddingRequest.Purpose.QUERY)
                .build();
        EmbeddingResponse response = embed(request, "endpoint", "deepinfra", "provider-model.org/m", "theirs");
        assertThat(server.asked())
                .extracting(Asked::body)
                .containsExactly("{\"model\":\"theirs\",\"input\":[\"a\"],\"dimensions\":1}");
        assertThat(response.warnings()).extracting(Warning::field).containsExactly("purpose");
    }

    @Test
    void aProviderWithout_saysSoAtOnce() {
        try (LlmProvider provider = Providers.open(server.uri(), "endpoint", "groq")) {
            assertThatThrownBy(() -> provider.embeddingModel("org/m"))
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining("endpoint=hf-inference");
        }
    }

    @Test
    void aDedicatedEndpoint_isAskedAtV1_andThenAtEmbed() {
        server.at("/embed", Reply.json(200, "[[5,6]]"));
        EmbeddingResponse response = embed(EmbeddingRequest.of("a"));
        assertThat(response.vectors()).containsExactly(new float[] {5, 6});
        assertThat(server.asked()).extracting(Asked::path).containsExactly("/v1/embeddings", "/embed");
        assertThat(response.attempts())
                .extracting(Attempt::purpose)
                .containsExactly(Attempt.Purpose.FIRST, Attempt.Purpose.RETRY);
    }

    @Test
    void aModelThatIsNotServed_isNotSoughtAtEmbed() {
        server.at(
                        "/v1/embeddings",
                        Reply.json(
                                404,
                                "{\"error\":{\"message\":\"The model `org/m` does not exist.\",\"type\":\"NotFoundError\","
                                        + "\"param\":\"model\",\"code\":404}}"))
                .at("/embed", Reply.json(200, "[[5,6]]"));
        LlmException error = failure();
        assertThat(error.kind()).isEqualTo(ErrorKind.MODEL_NOT_FOUND);
        assertThat(error.attempts()).hasSize(1);
        assertThat(server.asked()).extracting(Asked::path).containsExactly("/v1/embeddings");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405})
    void whereBothRoutesAreUnknown_theFirstErrorIsTold(int status) {
        server.at("/v1/embeddings", Reply.json(404, "{\"error\":\"first\"}"))
                .at("/embed", Reply.json(status, "{\"error\":\"second\"}"));
        LlmException error = failure();
        assertThat(error).hasMessageContaining("first");
        assertThat(error.attempts()).hasSize(2);
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void whereEmbedFails_itsErrorIsTold() {
        server.at("/v1/embeddings", Reply.json(404, "{\"error\":\"first\"}"))
                .at("/embed", Reply.json(422, "{\"error\":\"second\"}"));
        assertThat(failure()).hasMessageContaining("second");
    }

    @Test
    void theRouteCanBeChosen() {
        server.at("/embed", Reply.json(200, "[[5,6]]"));
        embed(EmbeddingRequest.builder(List.of("a")).truncate(false).build(), "embeddings", "tei");
        assertThat(server.asked()).extracting(Asked::body).containsExactly("{\"inputs\":[\"a\"],\"truncate\":false}");
        assertThatThrownBy(() -> embed(EmbeddingRequest.of("a"), "embeddings", "openai"))
                .isInstanceOf(LlmException.class);
    }

    @Test
    void manyTexts_areSplitAndJoined_eachPartAnAttempt() {
        server.next(Reply.json(200, vectors(0, 32)))
                .next(Reply.json(200, vectors(32, 64)))
                .next(Reply.json(200, vectors(64, 70)));
        EmbeddingRequest request = EmbeddingRequest.builder(
                        IntStream.range(0, 70).mapToObj(Integer::toString).toList())
                .build();
        EmbeddingResponse response = embed(request, "endpoint", "hf-inference");
        assertThat(response.vectors()).hasSize(70);
        assertThat(response.vectors().get(69)).containsExactly(69f);
        assertThat(response.attempts())
                .extracting(Attempt::purpose)
                .isEqualTo(Collections.nCopies(3, Attempt.Purpose.PART));
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void onlyTheFirstPartAtEmbedIsARetry() {
        server.at("/v1/embeddings", Reply.json(404, "{}"))
                .next(Reply.json(200, vectors(0, 32)))
                .next(Reply.json(200, vectors(32, 40)));
        EmbeddingResponse response = embed(EmbeddingRequest.builder(
                        IntStream.range(0, 40).mapToObj(Integer::toString).toList())
                .build());
        assertThat(response.attempts())
                .extracting(Attempt::purpose)
                .containsExactly(Attempt.Purpose.PART, Attempt.Purpose.RETRY, Attempt.Purpose.PART);
    }

    @Test
    void aPartThatFails_failsTheCall_withAllAttempts() {
        server.next(Reply.json(200, vectors(0, 32)))
                .next(Reply.json(429, "{\"error\":\"Model is overloaded\",\"error_type\":\"overloaded\"}"));
        EmbeddingRequest request =
                EmbeddingRequest.builder(Collections.nCopies(40, "a")).build();
        assertThatThrownBy(() -> embed(request, "endpoint", "hf-inference"))
                .isInstanceOfSatisfying(LlmException.class, error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.OVERLOADED);
                    assertThat(error.attempts()).hasSize(2);
                });
    }

    @Test
    void anErrorOfStatus200_isClassifiedLikeAnyOther() {
        server.at(
                "/hf-inference/models/org/m/pipeline/feature-extraction",
                Reply.json(200, "{\"error\":\"Model org/m is currently loading\",\"estimated_time\":20.0}"));
        LlmException loading = failure("endpoint", "hf-inference");
        assertThat(loading.kind()).isEqualTo(ErrorKind.MODEL_LOADING);
        assertThat(loading.retryAfter()).contains(Duration.ofSeconds(20));
        server.at(
                "/deepinfra/v1/openai/embeddings",
                Reply.json(200, "{\"error\":{\"message\":\"Model is overloaded\",\"type\":\"x\",\"code\":429}}"));
        assertThat(failure("endpoint", "deepinfra", "provider-model.org/m", "theirs")
                        .kind())
                .isEqualTo(ErrorKind.OVERLOADED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"object\":\"list\"}", "<html>no</html>", "[[1],[2]"})
    void whatIsNeitherVectorsNorAnError_isMalformed(String body) {
        server.at("/hf-inference/models/org/m/pipeline/feature-extraction", Reply.json(200, body));
        assertThat(failure("endpoint", "hf-inference").kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
    }

    @Test
    void vectorsOfTokens_areAveraged_andTold() {
        server.at("/hf-inference/models/org/m/pipeline/feature-extraction", Reply.json(200, "[[[1,2],[3,4]]]"));
        EmbeddingResponse response = embed(EmbeddingRequest.of("a"), "endpoint", "hf-inference");
        assertThat(response.vectors()).containsExactly(new float[] {2, 3});
        assertThat(response.warnings()).extracting(Warning::code).containsExactly("emulated");
    }

    private EmbeddingResponse embed(EmbeddingRequest request, String... options) {
        try (LlmProvider provider = Providers.open(server.uri(), options)) {
            return provider.embeddingModel("org/m").embed(request);
        }
    }

    private LlmException failure(String... options) {
        return catchThrowableOfType(LlmException.class, () -> embed(EmbeddingRequest.of("a"), options));
    }

    private static String vectors(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "[" + i + "]").collect(Collectors.joining(",", "[", "]"));
    }
}
