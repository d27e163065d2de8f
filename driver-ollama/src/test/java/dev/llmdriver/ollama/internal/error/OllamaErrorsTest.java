package dev.llmdriver.ollama.internal.error;

import static dev.llmdriver.ollama.internal.error.Sample.CHAT;
import static dev.llmdriver.ollama.internal.error.Sample.body;
import static dev.llmdriver.ollama.internal.error.Sample.error;
import static dev.llmdriver.ollama.internal.error.Sample.line;
import static dev.llmdriver.ollama.internal.error.Sample.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.Advice;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.ErrorPage;
import dev.llmdriver.http.ErrorRow;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of the wire page's section 10: each row has a sample that hits it through the whole table, and one that just does not. */
class OllamaErrorsTest {
    private static final String JSON = "application/json";
    private final OllamaErrors errors = new OllamaErrors();

    /** What comes close to a row and must not hit it. */
    private static final Map<String, ErrorFacts> NEAR_MISSES = Map.ofEntries(
            Map.entry("sign-in", said(403, CHAT, JSON, "{\"error\":\"no\",\"signin_url\":\"x\"}")),
            Map.entry("key", said(401, CHAT, JSON, "{\"error\":\"unauthorized\",\"signin_url\":\"x\"}")),
            Map.entry("unauthorized-line", line("the tool is unauthorized")),
            Map.entry("subscription", error(400, "this model requires a subscription")),
            Map.entry("cloud-off", error(500, "ollama cloud is disabled")),
            Map.entry("host-refused", said(403, CHAT, JSON, "{}")),
            Map.entry("forbidden", error(401, "forbidden")),
            Map.entry("credits", error(400, "payment required")),
            Map.entry("usage-limit", error(503, "usage limit")),
            Map.entry("rate", error(503, "too many requests")),
            Map.entry("no-such-model", error(400, "model 'x' not found")),
            Map.entry("no-such-manifest", error(500, "pull model manifest: connection refused")),
            Map.entry("not-ollama", said(404, CHAT, "text/plain", "{\"error\":\"path not here\"}")),
            Map.entry("retired", error(404, "this model has been retired")),
            Map.entry("not-chat", error(400, "\"does not support chatting\" does not support tools")),
            Map.entry("capability", error(501, "x does not support tools")),
            Map.entry("context", error(400, "num_ctx is no context length")),
            Map.entry("model-name", error(404, "invalid model name")),
            Map.entry("invalid", error(415, "unsupported media type")),
            Map.entry("invalid-500", error(503, "option must be of type array")),
            Map.entry("not-embedding", error(501, "This server does not support embeddings.")),
            Map.entry("not-chat-501", error(501, "not implemented")),
            Map.entry("busy", error(500, "server busy")),
            Map.entry("slots", error(429, "no slots available")),
            Map.entry("loading", error(500, "llama runner process has terminated: error loading model: x")),
            Map.entry("load-timeout", error(500, "timed out waiting for the disk to start")),
            Map.entry("memory", error(503, "out of memory")),
            Map.entry("runner", error(500, "process has terminated: out of memory")),
            Map.entry("installation", error(404, "binary not found")),
            Map.entry("tool-call", error(400, "invalid tool call arguments")),
            Map.entry("no-answer", line("no_answer")),
            Map.entry("cancelled", error(408, "request canceled")),
            Map.entry("timeout-408-504", error(500, "timeout")),
            Map.entry("failed", error(418, "I am a teapot")));

    static Stream<Sample> samples() {
        return Samples.all().stream();
    }

    static List<ErrorRow> ownRows() {
        return ErrorRows.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void sample_hitsItsRow(Sample sample) {
        assertThat(row(sample.facts())).isEqualTo(sample.row());
        LlmException error = errors.classify(sample.facts()).build();
        assertThat(error.kind()).isEqualTo(sample.kind());
        assertThat(error.reason()).isEqualTo(sample.reason());
    }

    @ParameterizedTest
    @MethodSource("ownRows")
    void row_hasASampleAndANearMiss(ErrorRow row) {
        assertThat(samples().map(Sample::row))
                .as("a sample of row %s", row.id())
                .contains(row.id());
        assertThat(NEAR_MISSES).as("a near-miss of row %s", row.id()).containsKey(row.id());
        assertThat(row(NEAR_MISSES.get(row.id()))).isNotEqualTo(row.id());
    }

    @Test
    void samples_areOfRowsThatExist() {
        Set<String> ids = ownRows().stream().map(ErrorRow::id).collect(Collectors.toSet());
        assertThat(samples().map(Sample::row).collect(Collectors.toSet())).isEqualTo(ids);
        assertThat(NEAR_MISSES.keySet()).isEqualTo(ids);
    }

    @Test
    void thePageForUsers_listsTheTable() throws IOException {
        ErrorPage.check("ollama", "Ollama", errors.table());
    }

    @Test
    void nestedErrors_areUnwrapped() {
        LlmException error = errors.classify(
                        said(
                                400,
                                CHAT,
                                JSON,
                                body(
                                        "{\"error\":{\"code\":400,\"message\":\"too long by far\",\"type\":\"exceed_context_size_error\"}}")))
                .build();
        assertThat(error).hasMessageContaining("too long by far").hasMessageNotContaining("{");
        assertThat(error.code()).contains("exceed_context_size_error");
        assertThat(error.advice()).isEqualTo(Advice.LARGER_CONTEXT);
    }

    @Test
    void theCloudsReference_isNoPartOfTheMessage() {
        assertThat(errors.classify(error(500, "Internal Server Error (ref: 5d0b-9)"))
                        .build())
                .hasMessageContaining("Internal Server Error; ask again")
                .satisfies(error -> assertThat(error.excerpt().orElseThrow()).contains("5d0b-9"));
    }

    @Test
    void theSignInAddress_isInTheExcerptAlone() {
        LlmException error = errors.classify(said(
                        401,
                        CHAT,
                        JSON,
                        "{\"error\":\"unauthorized\",\"signin_url\":\"https://ollama.com/connect?key=k\"}"))
                .build();
        assertThat(error).hasMessageContaining("ollama signin").hasMessageNotContaining("connect?");
        assertThat(error.excerpt().orElseThrow()).contains("https://ollama.com/connect?key=k");
    }

    @Test
    void faultsOfTheCaller_areNeverRetried() {
        assertThat(samples().filter(sample -> sample.kind().wireName().equals("invalid_request")))
                .allSatisfy(sample -> assertThat(
                                errors.classify(sample.facts()).build().advice())
                        .isNotIn(Advice.RETRY, Advice.WAIT_THEN_RETRY));
    }

    @Test
    void odd_bodies_areRead() {
        assertThat(row(said(500, CHAT, JSON, ""))).isEqualTo("failed");
        assertThat(row(said(400, CHAT, JSON, "{\"error\":"))).isEqualTo("invalid");
        assertThat(errors.classify(said(400, CHAT, JSON, "{\"error\":\"{not json\"}"))
                        .build())
                .hasMessageContaining("{not json");
        assertThat(errors.classify(said(400, CHAT, JSON, "{\"message\":\"flat\"}"))
                        .build())
                .hasMessageContaining("flat");
        String deep = "{\"error\":\"end\"}";
        for (int i = 0; i < 6; i++) {
            deep = body(deep);
        }
        assertThat(errors.classify(said(400, CHAT, JSON, deep)).build().excerpt())
                .isPresent();
    }

    private String row(ErrorFacts facts) {
        return errors.table().match(ErrorText.parse(facts)).id();
    }
}
