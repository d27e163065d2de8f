package dev.llmdriver.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.server.internal.auth.TokenMaker;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is counted, for who watches the server. */
@Timeout(180)
class MetricsTest {
    @Test
    void theyAreTheTextThatIsGiven() throws Exception {
        try (Stage stage = Stage.open(builder -> builder.metrics(() -> "calls_total 3\n"))) {
            HttpResponse<String> answer = stage.get("/metrics");
            assertThat(answer.body()).isEqualTo("calls_total 3\n");
            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
        }
    }

    @Test
    void nobodyTellsThemUnasked() throws Exception {
        try (Stage stage = Stage.open()) {
            assertThat(stage.get("/metrics").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void whereCallersAreKnownOnlyTheyLearnThem() throws Exception {
        try (TokenMaker tokens = TokenMaker.start();
                Stage stage =
                        Stage.configured(tokens.settings(), builder -> builder.metrics(() -> "calls_total 3\n"))) {
            HttpResponse<String> refused = stage.get("/metrics");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).contains("invalid_api_key").doesNotContain("calls_total");
            HttpRequest.Builder known = HttpRequest.newBuilder(stage.uri("/metrics"))
                    .header("Authorization", "Bearer " + TokenMaker.right("prometheus"));
            assertThat(stage.send(known).body()).isEqualTo("calls_total 3\n");
        }
    }
}
