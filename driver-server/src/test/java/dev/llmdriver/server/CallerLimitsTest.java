package dev.llmdriver.server;

import static dev.llmdriver.server.ApiStage.SCRIPTED;
import static dev.llmdriver.server.ApiStage.saying;
import static dev.llmdriver.server.Stage.CHAT;
import static dev.llmdriver.server.Stage.asking;
import static dev.llmdriver.server.Stage.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.server.internal.auth.TokenMaker;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.ScriptedAnswer;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each caller of the gateway has what is his, and no more. */
@Timeout(180)
class CallerLimitsTest {
    private static final String EMBEDDINGS = "/v1/embeddings";
    private static final String VECTORS = "{\"model\":\"demo:embedder\",\"input\":\"one\"}";

    @TempDir
    Path folder;

    /** The day of the calendar begins far from now, wherever the test runs. */
    private static final Map<String, String> ONE_A_DAY =
            Map.of("llm.callers.limits.requests-per-day", "1", "llm.callers.limits.zone", ApiStage.middayZone());

    private ApiStage open(Map<String, String> settings) throws Exception {
        ApiStage api = ApiStage.open(folder, settings);
        api.stage.scripted.model.answers(request -> ScriptedAnswer.of("Good day"));
        return api;
    }

    private static String scripted(String more) {
        return asking("scripted:m", more);
    }

    private static void isRefused(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
        long seconds = Long.parseLong(answer.headers().firstValue("Retry-After").orElseThrow());
        assertThat(seconds).isBetween(1L, 86_400L);
        assertThat(answer.body()).doesNotContain("ann");
    }

    private static void isRefusedAsByOpenAi(HttpResponse<String> answer) throws Exception {
        isRefused(answer);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        JsonNode error = json(answer).path("error");
        assertThat(error.path("code").asText()).isEqualTo("limit_exceeded");
        assertThat(error.path("type").asText()).isEqualTo("rate_limit_error");
        assertThat(error.path("message").asText())
                .isEqualTo("Your own limit of requests or tokens is used up for now (caller_rate_limit).");
    }

    @Test
    void whoHasUsedUpWhatIsHisIsRefusedWholeAndStreamedAnswersAlikeAndNobodyElseIs() throws Exception {
        try (ApiStage api = open(ONE_A_DAY)) {
            assertThat(api.ask("ann", CHAT, scripted("")).statusCode()).isEqualTo(200);

            isRefusedAsByOpenAi(api.ask("ann", CHAT, scripted("")));
            isRefusedAsByOpenAi(api.ask("ann", CHAT, scripted(",\"stream\":true")));
            isRefusedAsByOpenAi(api.ask("ann", EMBEDDINGS, VECTORS));
            HttpResponse<String> kept = api.ask("ann", SCRIPTED, saying("Hello"));
            isRefused(kept);
            assertThat(kept.body()).isEqualTo("{\"statusCode\":429,\"statusMessage\":\"Too Many Requests\"}");
            HttpResponse<String> bob = api.ask("bob", CHAT, scripted(",\"stream\":true"));
            assertThat(bob.statusCode()).isEqualTo(200);
            assertThat(bob.body()).endsWith("data: [DONE]\n\n");
            assertThat(api.stage.scripted.model.requests()).hasSize(2);
        }
    }

    @Test
    void allAddressesCountTogether() throws Exception {
        try (ApiStage api = open(
                Map.of("llm.callers.limits.requests-per-day", "4", "llm.callers.limits.zone", ApiStage.middayZone()))) {
            assertThat(api.ask("ann", CHAT, scripted("")).statusCode()).isEqualTo(200);
            assertThat(api.ask("ann", EMBEDDINGS, VECTORS).statusCode()).isEqualTo(200);
            assertThat(api.ask("ann", SCRIPTED, saying("Hello")).body()).contains("event: finish");
            try (PageClient page = page(api, "ann")) {
                page.send(question("a1")).next("done");
                JsonNode trouble = page.send(question("a2")).next("failed").path("trouble");
                assertThat(trouble.path("kind").asText()).isEqualTo("limit_exceeded");
                assertThat(trouble.path("message").asText()).startsWith("Your own limit of requests or tokens");
                assertThat(trouble.path("remedy").asText()).startsWith("Wait, or have the limit raised");
                assertThat(trouble.path("retryAfterMillis").asLong()).isPositive();
            }
            isRefusedAsByOpenAi(api.ask("ann", CHAT, scripted("")));
        }
    }

    private static PageClient page(ApiStage api, String who) throws Exception {
        PageClient page = PageClient.open(api.stage.server.port());
        page.send("{'type':'hello','token':'" + TokenMaker.right(who) + "'}").next("ready");
        return page;
    }

    private static String question(String id) {
        return "{'type':'ask','id':'" + id + "','chat':'c','model':'scripted:m','text':'Hello'}";
    }

    @Test
    void aClientCannotSayThatHeIsSomebodyElse() throws Exception {
        try (ApiStage api = open(ONE_A_DAY)) {
            assertThat(api.ask("ann", CHAT, scripted("")).statusCode()).isEqualTo(200);

            isRefused(api.ask(
                    "ann", CHAT, scripted(",\"user\":\"bob\",\"metadata\":{\"caller\":\"bob\"},\"caller\":\"bob\"")));
        }
    }

    @Test
    void noProviderHearsWhoCalls() throws Exception {
        try (ApiStage api = open(ONE_A_DAY)) {
            assertThat(api.ask("ann-of-accounting", CHAT, asking("fast", "")).statusCode())
                    .isEqualTo(200);

            RecordedRequest sent =
                    api.stage.twin.awaitRequests(1, Stage.PATIENCE).get(0);
            assertThat(sent.path() + sent.query() + sent.headers() + sent.body())
                    .doesNotContain("ann-of");
        }
    }

    @Test
    void aStreamHoldsItsPlaceUntilItsClientLeaves() throws Exception {
        try (ApiStage api = open(Map.of("llm.callers.limits.concurrency", "1"))) {
            api.stage.scripted.model.enqueue(
                    ScriptedAnswer.builder().text("Good").silence().build());
            HttpResponse<InputStream> open = HttpClient.newHttpClient()
                    .send(
                            api.request("ann", CHAT, scripted(",\"stream\":true"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            assertThat(open.body().read()).isEqualTo('d');

            HttpResponse<String> second = api.ask("ann", CHAT, asking("scripted:another", ""));
            assertThat(second.headers().firstValue("Retry-After")).contains("1");
            assertThat(json(second).path("error").path("message").asText())
                    .isEqualTo("You have as many requests under way as you may have at one time (caller_concurrency).");
            assertThat(api.ask("bob", CHAT, scripted("")).statusCode()).isEqualTo(200);
            open.body().close();

            long end = System.nanoTime() + Stage.PATIENCE.toNanos();
            while (api.ask("ann", CHAT, scripted("")).statusCode() != 200) {
                assertThat(System.nanoTime()).as("the place is free again").isLessThan(end);
            }
        }
    }

    @Test
    void whereNobodyCanSayWhoHeIsTheServerIsNotMade() {
        assertThatThrownBy(() -> Stage.configured(ONE_A_DAY))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("llm.callers limits each caller, but nobody can say who he is")
                .hasMessageContaining("llm.server.auth.secret or llm.server.auth.jwks");
    }
}
