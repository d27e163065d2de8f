package dev.llmdriver.huggingface.internal.error;

import static dev.llmdriver.huggingface.internal.error.Sample.DEDICATED;
import static dev.llmdriver.huggingface.internal.error.Sample.HF_INFERENCE;
import static dev.llmdriver.huggingface.internal.error.Sample.HUB;
import static dev.llmdriver.huggingface.internal.error.Sample.ROUTER;
import static dev.llmdriver.huggingface.internal.error.Sample.inStream;
import static dev.llmdriver.huggingface.internal.error.Sample.json;
import static dev.llmdriver.huggingface.internal.error.Sample.said;
import static dev.llmdriver.huggingface.internal.error.Sample.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.Advice;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.ErrorPage;
import dev.llmdriver.http.ErrorRow;
import dev.llmdriver.huggingface.internal.endpoint.Dialect;
import dev.llmdriver.huggingface.internal.endpoint.EndpointResolver;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of the wire page's section 4.4: each row has a sample that hits it through the whole table, and one that just does not. */
class HuggingFaceErrorsTest {
    private static final String JSON = "application/json";
    private final HuggingFaceErrors errors = new HuggingFaceErrors(
            new EndpointResolver("dedicated", Dialect.AUTO, Map.of()).resolve(URI.create(DEDICATED)));

    /** What comes close to a row and must not hit it. */
    private static final Map<String, ErrorFacts> NEAR_MISSES = Map.ofEntries(
            Map.entry("repo-not-found", said(401, HUB, JSON, "{\"error\":\"Invalid username or password.\"}")),
            Map.entry("token", json(403, "{\"error\":\"Invalid username or password.\"}")),
            Map.entry("credits", json(500, "{\"error\":\"could not count your included credits\"}")),
            Map.entry("gated", json(404, "{\"error\":\"gated\"}")),
            Map.entry("scope", json(403, "{\"error\":\"not sufficient permissions to write\"}")),
            Map.entry("tier", json(413, "{\"error\":\"too large to be loaded\"}")),
            Map.entry("edge-block", json(403, "{\"error\":\"<html> is not allowed\"}")),
            Map.entry("forbidden", json(401, "{\"error\":\"forbidden\"}")),
            Map.entry("not-chat-model", json(500, "{\"error\":\"is not a chat model\"}")),
            Map.entry("retired", json(400, "{\"error\":\"the parameter functions was deprecated\"}")),
            Map.entry("not-served", json(400, "{\"error\":\"the field model is not supported\"}")),
            Map.entry("context", json(400, "{\"error\":\"max_tokens must be less than 9\"}")),
            Map.entry("content", json(400, "{\"error\":{\"message\":\"content_filter is no field\",\"code\":null}}")),
            Map.entry("no-such-model", said(404, ROUTER, "text/plain", "Not Found")),
            Map.entry("retired-host", said(404, HF_INFERENCE, "text/plain", "Not Found")),
            Map.entry("wrong-url", json(400, "")),
            Map.entry("paused", said(400, ROUTER, JSON, "{\"error\":\"Invalid state\"}")),
            Map.entry("timeout-408", json(504, "")),
            Map.entry("overloaded", json(429, "{\"error\":\"too many requests\"}")),
            Map.entry("generation", json(500, "{\"error\":\"internal\"}")),
            Map.entry("too-large", json(414, "")),
            Map.entry(
                    "invalid", inStream("{\"error\":{\"message\":\"Model is overloaded\",\"http_status_code\":422}}")),
            Map.entry("rate", said(429, DEDICATED, JSON, "{\"error\":\"x\",\"error_type\":\"overloaded\"}")),
            Map.entry("loading", said(503, ROUTER, JSON, "{\"error\":\"unavailable\"}")),
            Map.entry("queue", json(500, "{\"error\":\"queue\"}")),
            Map.entry("starting", json(502, "{\"error\":\"503 Service Unavailable\"}")),
            Map.entry("failed", json(599, "")),
            Map.entry("timeout-504", json(408, "")),
            Map.entry("not-an-answer", json(418, "")));

    static Stream<Sample> samples() {
        return Samples.all().stream();
    }

    static List<ErrorRow> ownRows() {
        return ErrorRows.of(new EndpointResolver("auto", Dialect.AUTO, Map.of()).resolve(null));
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
        Set<String> sampled = samples().map(Sample::row).collect(Collectors.toSet());
        assertThat(sampled).isEqualTo(ids);
        assertThat(NEAR_MISSES.keySet()).isEqualTo(ids);
    }

    @Test
    void page_saysWhatTheTableSays() throws IOException {
        ErrorPage.check("huggingface", "Hugging Face", errors.table());
    }

    @Test
    void remedies_sayWhatToDo() {
        assertThat(message("credits"))
                .contains("https://huggingface.co/settings/billing")
                .contains("bill-to");
        assertThat(message("scope")).contains("'Make calls to Inference Providers'");
        assertThat(message("paused")).contains("resume it at https://endpoints.huggingface.co");
        assertThat(message("token")).contains("HF_TOKEN");
        assertThat(message("gated")).contains("accept its terms at https://huggingface.co/org/m with");
        assertThat(errors.classify(json(403, "{\"error\":\"Access to model a/b-2.0 is restricted\"}"))
                        .build())
                .hasMessageContaining("https://huggingface.co/a/b-2.0 ");
        assertThat(error(json(403, "{\"error\":\"You need access to model a/b. It is gated\"}")))
                .hasMessageContaining("https://huggingface.co/a/b ");
        assertThat(error(said(403, HUB, JSON, "{\"error\":\"gated like model a/b\"}")))
                .hasMessageContaining("https://huggingface.co/org/m ");
        assertThat(error(json(403, "{\"error\":\"gated\"}")))
                .hasMessageContaining("https://huggingface.co/<the model's id> ");
    }

    @Test
    void hints_areTaken() {
        assertThat(error(with(json(429, "{}"), "Retry-After", "7")).retryAfter())
                .contains(Duration.ofSeconds(7));
        assertThat(error(with(json(429, "{}"), "RateLimit", "\"api\";r=0;t=295"))
                        .retryAfter())
                .contains(Duration.ofSeconds(295));
        assertThat(error(with(json(429, "{}"), "RateLimit", "\"api\";r=9;t=295"))
                        .retryAfter())
                .isEmpty();
        assertThat(error(json(503, "{\"error\":\"x\",\"estimated_time\":20.5}")).retryAfter())
                .contains(Duration.ofMillis(20_500));
        assertThat(loading("0", "7")).contains(Duration.ZERO);
        assertThat(loading("86399.5", "7")).contains(Duration.ofMillis(86_399_500));
        assertThat(loading("86400", "7")).contains(Duration.ofSeconds(7));
        assertThat(loading("-2", "7")).contains(Duration.ofSeconds(7));
        assertThat(error(json(429, "{}")).advice()).isEqualTo(Advice.WAIT_THEN_RETRY);
    }

    @Test
    void aMachineThatStarts_isToldFromAServerThatFails() {
        HuggingFaceErrors router =
                new HuggingFaceErrors(new EndpointResolver("auto", Dialect.AUTO, Map.of()).resolve(null));
        ErrorFacts unavailable = json(503, "{\"error\":\"unavailable\"}");
        assertThat(router.table().match(ErrorBodyParser.parse(unavailable)).id())
                .isEqualTo("failed");
        assertThat(row(unavailable)).isEqualTo("starting");
    }

    @Test
    void longHtml_isStrippedAndCut() {
        LlmException error =
                error(said(502, ROUTER, "text/html", "<html><style>a{}</style><p>oops</p>" + "<b>x</b>".repeat(9000)));
        assertThat(error.getMessage()).contains("oops").doesNotContain("<b>").hasSizeLessThan(500);
        assertThat(error.excerpt().orElseThrow()).hasSizeLessThanOrEqualTo(2000);
    }

    private Optional<Duration> loading(String estimate, String retryAfter) {
        ErrorFacts facts = json(503, "{\"error\":\"x\",\"estimated_time\":" + estimate + "}");
        return error(with(facts, "Retry-After", retryAfter)).retryAfter();
    }

    private String message(String row) {
        Sample sample =
                samples().filter(s -> s.row().equals(row)).reduce((a, b) -> b).orElseThrow();
        return error(sample.facts()).getMessage();
    }

    private LlmException error(ErrorFacts facts) {
        return errors.classify(facts).build();
    }

    private String row(ErrorFacts facts) {
        return errors.table().match(ErrorBodyParser.parse(facts)).id();
    }
}
