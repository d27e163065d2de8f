package dev.llmdriver.gemini.internal.error;

import static dev.llmdriver.gemini.internal.error.Sample.google;
import static dev.llmdriver.gemini.internal.error.Sample.inStream;
import static dev.llmdriver.gemini.internal.error.Sample.instead;
import static dev.llmdriver.gemini.internal.error.Sample.quota;
import static dev.llmdriver.gemini.internal.error.Sample.reason;
import static dev.llmdriver.gemini.internal.error.Sample.retry;
import static dev.llmdriver.gemini.internal.error.Sample.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.Advice;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.ErrorPage;
import dev.llmdriver.http.ErrorRow;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of the wire page's section 4.2: each row has a sample that hits it through the whole table, and one that just does not. */
class GeminiErrorsTest {
    private static final String ARGUMENT = "INVALID_ARGUMENT";
    private static final Instant NOON_IN_UTC = Instant.parse("2026-11-21T12:00:00Z");
    private final GeminiErrors errors = new GeminiErrors(() -> NOON_IN_UTC, Samples.EMBEDDER::equals);

    /** What comes close to a row and must not hit it. */
    private static final Map<String, ErrorFacts> NEAR_MISSES = Map.ofEntries(
            Map.entry("prompt-blocked", instead("finishReason", "SAFETY")),
            Map.entry("no-signature", instead("finishReason", "SAFETY")),
            Map.entry("broken-answer", instead("blockReason", "MALFORMED_RESPONSE")),
            Map.entry("answer-blocked", instead("", "SAFETY")),
            Map.entry("several-keys", google(400, ARGUMENT, "authentication credentials received")),
            Map.entry("key", google(400, ARGUMENT, "API key of the tool is not a string")),
            Map.entry("unauthenticated", google(403, "UNAUTHENTICATED", "no")),
            Map.entry("credits", google(500, "INTERNAL", "Your prepayment credits are depleted.")),
            Map.entry("billing", google(400, ARGUMENT, "billing is no field")),
            Map.entry("no-key", google(400, ARGUMENT, "unregistered callers")),
            Map.entry("leaked-key", google(400, ARGUMENT, "reported as leaked")),
            Map.entry("suspended", google(400, ARGUMENT, "has been suspended")),
            Map.entry("stale-cache", google(404, "NOT_FOUND", "CachedContent not found")),
            Map.entry("service", google(403, "PERMISSION_DENIED", "SERVICE_DISABLED")),
            Map.entry("key-restricted", google(403, "PERMISSION_DENIED", "API_KEY_SERVICE_BLOCKED")),
            Map.entry("forbidden", google(400, "PERMISSION_DENIED", "no")),
            Map.entry("region", google(404, "NOT_FOUND", "location is not supported")),
            Map.entry("context", google(400, ARGUMENT, "The output token count exceeds the maximum")),
            Map.entry("interactions", google(400, ARGUMENT, "Thinking is not enabled for models/x")),
            Map.entry(
                    "modality",
                    google(
                            400,
                            ARGUMENT,
                            "The requested combination of response modalities (VIDEO) is not supported by the model."
                                    + " models/x accepts the following combination of response modalities:\\n* TEXT\\n")),
            Map.entry("retired", google(503, "UNAVAILABLE", "no longer available")),
            Map.entry(
                    "other-model",
                    google(
                            404,
                            "NOT_FOUND",
                            Samples.EMBEDDER
                                    + " is not found for API version v1beta, or is not supported for countTokens.")),
            Map.entry("no-model", google(404, "NOT_FOUND", "something else")),
            Map.entry("model-path", inStream("{\"error\":{\"code\":404,\"message\":\"gone\"}}")),
            Map.entry("signature", google(400, ARGUMENT, "a signature is missing")),
            Map.entry("turns", google(400, ARGUMENT, "function response is no object")),
            Map.entry("schema", google(400, ARGUMENT, "too many states")),
            Map.entry("field", google(400, ARGUMENT, "Unknown name")),
            Map.entry("not-enabled", google(400, ARGUMENT, "enabled for models/x")),
            Map.entry("too-large", google(400, ARGUMENT, "payload size")),
            Map.entry("invalid", google(409, "ABORTED", "no")),
            Map.entry("plan", google(429, "RESOURCE_EXHAUSTED", "limit: 0.5, model: x")),
            Map.entry(
                    "daily",
                    google(429, "RESOURCE_EXHAUSTED", "per day", quota("GenerateRequestsPerMinutePerProjectPerModel"))),
            Map.entry("capacity", google(429, "RESOURCE_EXHAUSTED", "capacity")),
            Map.entry(
                    "tokens",
                    google(
                            429,
                            "RESOURCE_EXHAUSTED",
                            "input tokens",
                            quota("GenerateRequestsPerMinutePerProjectPerModel"))),
            Map.entry("rate", google(503, "RESOURCE_EXHAUSTED", "too many")),
            Map.entry("overloaded", google(500, "UNAVAILABLE", "oops")),
            Map.entry("deadline", google(503, "UNAVAILABLE", "deadline")),
            Map.entry("cancelled", google(400, ARGUMENT, "cancelled")),
            Map.entry("internal", google(501, "UNIMPLEMENTED", "no")),
            Map.entry("not-an-answer", said(418, "")));

    static Stream<Sample> samples() {
        return Samples.all().stream();
    }

    static List<ErrorRow> ownRows() {
        return new ErrorRows(() -> NOON_IN_UTC, model -> false).all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void sample_hitsItsRow(Sample sample) {
        assertThat(row(sample.facts())).isEqualTo(sample.row());
        LlmException error = error(sample.facts());
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
    void page_saysWhatTheTableSays() throws IOException {
        ErrorPage.check("gemini", "Gemini", errors.table());
    }

    @Test
    void samples_areOfRowsThatExist() {
        Set<String> ids = ownRows().stream().map(ErrorRow::id).collect(Collectors.toSet());
        assertThat(samples().map(Sample::row).collect(Collectors.toSet())).isEqualTo(ids);
        assertThat(NEAR_MISSES.keySet()).isEqualTo(ids);
    }

    @ParameterizedTest
    @CsvSource({"34s, 34000", "34.074s, 34074", "900ms, 900", "0s, 0"})
    void retryInfo_isTheHint(String delay, long millis) {
        assertThat(error(google(429, "RESOURCE_EXHAUSTED", "Please retry in 1s.", retry(delay)))
                        .retryAfter())
                .contains(Duration.ofMillis(millis));
    }

    @Test
    void theMessage_isTheHintWithoutRetryInfo() {
        assertThat(error(google(429, "RESOURCE_EXHAUSTED", "Please retry in 20.5s."))
                        .retryAfter())
                .contains(Duration.ofMillis(20_500));
        assertThat(error(google(429, "RESOURCE_EXHAUSTED", "Please retry in 850ms."))
                        .retryAfter())
                .contains(Duration.ofMillis(850));
        assertThat(error(google(429, "RESOURCE_EXHAUSTED", "Please retry.")).retryAfter())
                .isEmpty();
        assertThat(error(google(429, "RESOURCE_EXHAUSTED", "x", retry("soon"))).retryAfter())
                .isEmpty();
        assertThat(error(google(429, "RESOURCE_EXHAUSTED", "x", retry("99999999s")))
                        .retryAfter())
                .as("absurd")
                .isEmpty();
    }

    @Test
    void aHeader_isTheHintWithoutEither() {
        ErrorFacts facts = google(429, "RESOURCE_EXHAUSTED", "x");
        assertThat(error(facts.toBuilder()
                                .headers(facts.headers().with("Retry-After", "7"))
                                .build())
                        .retryAfter())
                .contains(Duration.ofSeconds(7));
    }

    @Test
    void aDailyQuota_comesBackAtMidnightInCalifornia() {
        assertThat(error(daily()).retryAfter()).contains(Duration.ofHours(20)); // 4 in the morning there
        assertThat(error(daily()).advice()).isEqualTo(Advice.NEXT_TARGET);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-08T09:00:00Z, PT22H", // 1 in the morning of the day that has 23 hours
        "2026-11-01T08:00:00Z, PT24H", // 1 in the morning of the day that has 25
        "2026-07-01T06:59:59Z, PT1S",
        "2026-07-01T07:00:00Z, PT24H"
    })
    void midnight_mindsSummerTime(Instant now, Duration left) {
        LlmException error =
                new GeminiErrors(() -> now, model -> false).classify(daily()).build();
        assertThat(error.retryAfter()).contains(left);
    }

    private static ErrorFacts daily() {
        return google(
                429,
                "RESOURCE_EXHAUSTED",
                "limit: 20",
                quota("GenerateRequestsPerDayPerProjectPerModel"),
                retry("38s"));
    }

    @Test
    void aPlanWithoutTheModel_isNotWorthWaitingFor() {
        LlmException error = error(google(429, "RESOURCE_EXHAUSTED", "limit: 0, model: x", retry("48s")));
        assertThat(error.retryAfter()).isEmpty();
        assertThat(error.advice()).isEqualTo(Advice.NEXT_TARGET);
    }

    @Test
    void everyShapeOfBody_isRead() {
        String body = Sample.body(403, "PERMISSION_DENIED", "has been suspended", reason("CONSUMER_SUSPENDED"));
        for (String shape : List.of(body, "[" + body + "]", "data: " + body, "  \n[\n" + body + "\n]\n")) {
            LlmException error = error(said(403, shape));
            assertThat(error.reason()).as(shape).isEqualTo("suspended");
            assertThat(error.code()).contains("PERMISSION_DENIED");
            assertThat(error).hasMessageContaining("has been suspended").hasMessageContaining("HTTP 403");
        }
        assertThat(error(said(400, "{\"error\":{\"code\":\"invalid_request\",\"message\":\"odd\"}}")))
                .hasMessageContaining("odd");
        assertThat(error(said(400, "{\"error\":\"plain\"}"))).hasMessageContaining("plain");
        assertThat(error(said(400, "{\"message\":\"flat\"}"))).hasMessageContaining("flat");
        assertThat(error(said(400, "{broken"))).hasMessageContaining("{broken");
        assertThat(error(said(400, "null"))).hasMessageContaining("HTTP 400");
        assertThat(error(said(400, "[]"))).hasMessageContaining("HTTP 400");
    }

    @Test
    void violations_areTold() {
        String violations = "{\"@type\":\"type.googleapis.com/google.rpc.BadRequest\",\"fieldViolations\":[{\"field\":"
                + "\"generation_config.top_k\",\"description\":\"must be positive\"}]}";
        assertThat(error(google(400, ARGUMENT, "Request contains an invalid argument.", violations)))
                .hasMessageContaining("invalid argument. (generation_config.top_k: must be positive)");
        assertThat(error(google(400, ARGUMENT, "generation_config.top_k: must be positive", violations))
                        .getMessage())
                .containsOnlyOnce("must be positive");
    }

    @Test
    void html_isStrippedAndCut() {
        LlmException error =
                error(said(502, "<html><style>a{}</style><p>oops</p>" + "<b>x</b>".repeat(9000) + "</html>"));
        assertThat(error.getMessage()).contains("oops").doesNotContain("<b>").hasSizeLessThan(500);
        assertThat(error.excerpt().orElseThrow()).hasSizeLessThanOrEqualTo(2000);
    }

    @Test
    void reasons_areFewWords() {
        assertThat(ownRows()).allMatch(row -> row.reason().matches("[a-z_]{0,24}"));
    }

    private LlmException error(ErrorFacts facts) {
        return errors.classify(facts).build();
    }

    private String row(ErrorFacts facts) {
        return errors.table().match(ErrorBodyParser.parse(facts)).id();
    }
}
