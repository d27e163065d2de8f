package dev.llmdriver.testkit;

import static dev.llmdriver.testkit.TwinClient.json;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GeminiErrorsTest {
    private final WireTwin twin = WireTwin.start();
    private final TwinClient client = new TwinClient(twin);

    @AfterEach
    void close() {
        twin.close();
    }

    @Test
    void aWrongKeyIsA400WithAReason() throws Exception {
        HttpResponse<String> response = sent(GeminiErrors.invalidKey());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type")).contains("application/json; charset=UTF-8");
        assertThat(json(response.body())).isEqualTo(json("""
                {"error":{"code":400,"message":"API key not valid. Please pass a valid API key.",
                "status":"INVALID_ARGUMENT","details":[
                {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID",
                "domain":"googleapis.com","metadata":{"service":"generativelanguage.googleapis.com"}},
                {"@type":"type.googleapis.com/google.rpc.LocalizedMessage","locale":"en-US",
                "message":"API key not valid. Please pass a valid API key."}]}}"""));
    }

    @Test
    void aQuotaTellsItsDelayTwiceAndItsName() throws Exception {
        JsonNode minute =
                json(sent(GeminiErrors.rateLimited(ofMillis(48_940))).body()).path("error");
        JsonNode day =
                json(sent(GeminiErrors.dailyQuota(20, ofSeconds(38))).body()).path("error");
        JsonNode none = json(sent(GeminiErrors.noQuota(ofSeconds(5))).body()).path("error");

        assertThat(minute.path("message").asText()).endsWith("Please retry in 48.94s.");
        assertThat(minute.at("/details/2/retryDelay").asText()).isEqualTo("48.94s");
        assertThat(minute.at("/details/1/violations")).hasSize(1);
        assertThat(day.at("/details/1/violations/1/quotaId").asText()).contains("PerDay");
        assertThat(day.at("/details/1/violations/1/quotaValue").asText()).isEqualTo("20");
        assertThat(day.at("/details/2/retryDelay").asText()).isEqualTo("38s");
        assertThat(none.path("message").asText()).contains("limit: 0, model:");
        assertThat(json(sent(GeminiErrors.exhausted()).body()).path("error").has("details"))
                .isFalse();
    }

    @Test
    void anUnknownFieldIsNamedTwice() throws Exception {
        JsonNode error = json(sent(GeminiErrors.unknownField("x", "generation_config"))
                        .body())
                .path("error");

        assertThat(error.path("message").asText())
                .isEqualTo(
                        "Invalid JSON payload received. Unknown name \"x\" at 'generation_config': Cannot find field.");
        assertThat(error.at("/details/0/fieldViolations/0/field").asText()).isEqualTo("generation_config");
    }

    @Test
    void shapesOfStreams() throws Exception {
        HttpResponse<String> plain = sent(GeminiErrors.overloaded());
        HttpResponse<String> events = sent(GeminiErrors.inEventStream(GeminiErrors.overloaded()));
        HttpResponse<String> array = sent(GeminiErrors.inArray(GeminiErrors.overloaded()));

        assertThat(events.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(events.body()).isEqualTo(plain.body());
        assertThat(array.body()).isEqualTo("[" + plain.body() + "]");
        assertThat(array.statusCode()).isEqualTo(503);
    }

    @Test
    void noTwoErrorsAreTheSame() throws Exception {
        List<String> all = new ArrayList<>();
        for (Reply error : Factories.all(GeminiErrors.class)) {
            HttpResponse<String> response = sent(error);
            assertThat(response.statusCode()).isBetween(400, 599);
            all.add(response.statusCode() + " " + response.body());
        }
        assertThat(all).hasSizeGreaterThan(40).doesNotHaveDuplicates();
    }

    private HttpResponse<String> sent(Reply reply) throws Exception {
        twin.enqueue(reply);
        return client.post("/", "");
    }
}
