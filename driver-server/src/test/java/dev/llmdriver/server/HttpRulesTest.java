package dev.llmdriver.server;

import static dev.llmdriver.server.Stage.CHAT;
import static dev.llmdriver.server.Stage.asking;
import static dev.llmdriver.server.Stage.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.testkit.ScriptedAnswer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is wrong with a request as such is told in OpenAI's shape, too. */
@Timeout(120)
class HttpRulesTest {
    private Stage stage;

    @BeforeEach
    void open() throws Exception {
        stage = Stage.open(builder -> builder.maxBody(2000).allowedOrigins("https://app.example.com"));
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private static JsonNode error(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode error = json(answer).path("error");
        assertThat(error.path("message").asText()).isNotEmpty();
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        return error;
    }

    @Test
    void largeBodiesAreRefused() throws Exception {
        error(stage.post(CHAT, asking("scripted:m", ",\"user\":\"" + "x".repeat(3000) + "\"")), 413);
    }

    /** RFC 9112, 9.6: after an answer with "Connection: close" no further request is answered there. */
    @Test
    void whatFollowsARefusedBodyOnItsConnectionIsNotAnswered() throws Exception {
        String large = asking("scripted:m", ",\"user\":\"" + "x".repeat(3000) + "\"");
        stage.scripted.model.enqueue(ScriptedAnswer.of("Fine."));
        try (Socket socket = stage.connect(CHAT, large)) {
            socket.getOutputStream().write(Stage.request(CHAT, asking("scripted:m", "")));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(all)
                    .startsWith("HTTP/1.1 413")
                    .containsIgnoringCase("connection: close")
                    .containsOnlyOnce("HTTP/1.1 ");
        }
        assertThat(stage.scripted.model.requests()).isEmpty();
    }

    @Test
    void bodiesOfUnknownLengthAreBounded() throws Exception {
        byte[] body =
                asking("scripted:m", ",\"user\":\"" + "x".repeat(3000) + "\"").getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(stage.uri(CHAT))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
        error(stage.send(request), 413);
    }

    @Test
    void otherTypesAreRefused() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(stage.uri(CHAT))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(asking("scripted:m", "")));
        error(stage.send(request), 415);
    }

    @Test
    void compressedBodiesAreRefusedAsSuch() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            zip.write(asking("scripted:m", "").getBytes(StandardCharsets.UTF_8));
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(stage.uri(CHAT))
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(packed.toByteArray()));
        HttpResponse<String> answer = stage.send(request);
        assertThat(error(answer, 415).path("message").asText()).contains("compressed");
        assertThat(answer.headers().firstValue("Accept-Encoding")).contains("identity");
        stage.scripted.model.enqueue(ScriptedAnswer.of("Fine."));
        HttpRequest.Builder plain = HttpRequest.newBuilder(stage.uri(CHAT))
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "Identity")
                .POST(HttpRequest.BodyPublishers.ofString(asking("scripted:m", "")));
        assertThat(stage.send(plain).statusCode()).isEqualTo(200);
    }

    @Test
    void otherMethodsAndAddressesAreRefused() throws Exception {
        HttpResponse<String> fetched = stage.get(CHAT);
        error(fetched, 405);
        assertThat(fetched.headers().firstValue("Allow")).contains("POST");
        for (String path : new String[] {"/v1/models", "/page/main.js"}) {
            HttpResponse<String> posted = stage.post(path, "{}");
            error(posted, 405);
            assertThat(posted.headers().firstValue("Allow")).as(path).contains("GET, HEAD");
        }
        for (String path : new String[] {"/health", "/ready", "/ws"}) {
            HttpResponse<String> posted = stage.post(path, "{}");
            error(posted, 405);
            assertThat(posted.headers().firstValue("Allow"))
                    .as(path)
                    .contains(path.equals("/ws") ? "GET" : "GET, HEAD");
        }
        error(stage.get("/v1/nothing"), 404);
        error(stage.get("/nothing"), 404);
    }

    @Test
    void brokenJsonIsToldByItsPlaceAlone() throws Exception {
        JsonNode error = error(stage.post(CHAT, "{\n  \"model\": secretWord"), 400);
        assertThat(error.path("message").asText()).contains("line 2").doesNotContain("secretWord");
        error(stage.post(CHAT, "[]"), 400);
        error(stage.post(CHAT, ""), 400);
        error(stage.post(CHAT, "{} {}"), 400);
    }

    @Test
    void deepJsonIsRefused() throws Exception {
        String deep = "{\"x\":" + "[".repeat(500) + "]".repeat(500) + "}";
        assertThat(error(stage.post(CHAT, deep), 400).path("message").asText()).contains("deeper than 200");
    }

    @Test
    void aRefusalLeavesTheServerFitForTheNext() throws Exception {
        error(stage.post(CHAT, "nonsense"), 400);
        stage.scripted.model.enqueue(ScriptedAnswer.of("Fine."));
        assertThat(stage.post(CHAT, asking("scripted:m", "")).statusCode()).isEqualTo(200);
    }

    @Test
    void pagesOfAllowedOriginsMayAsk() throws Exception {
        HttpResponse<String> allowed = preflight("https://app.example.com");
        assertThat(allowed.headers().firstValue("access-control-allow-origin")).contains("https://app.example.com");
        assertThat(allowed.headers().firstValue("access-control-allow-headers")).contains("x-stainless-lang");
        HttpResponse<String> other = preflight("https://evil.example.com");
        assertThat(other.headers().firstValue("access-control-allow-origin")).isEmpty();
        assertThat(other.statusCode()).isEqualTo(403);
    }

    private HttpResponse<String> preflight(String origin) throws Exception {
        return stage.send(HttpRequest.newBuilder(stage.uri(CHAT))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "x-stainless-lang"));
    }

    @Test
    void healthIsTold() throws Exception {
        assertThat(stage.get("/health").body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(stage.get("/ready").statusCode()).isEqualTo(200);
        for (String path : new String[] {"/health", "/ready"}) {
            HttpRequest.Builder head =
                    HttpRequest.newBuilder(stage.uri(path)).method("HEAD", HttpRequest.BodyPublishers.noBody());
            assertThat(stage.send(head).statusCode()).as(path).isEqualTo(200);
        }
    }

    @Test
    void whatCanBeFetchedCanBeAskedForItsHeadAlone() throws Exception {
        try (Stage counted = Stage.open(builder -> builder.metrics(() -> "calls_total 3\n"))) {
            for (String path : new String[] {"/", "/page/main.js", "/v1/models", "/v1/models/fast", "/metrics"}) {
                HttpRequest.Builder head =
                        HttpRequest.newBuilder(counted.uri(path)).method("HEAD", HttpRequest.BodyPublishers.noBody());
                HttpResponse<String> answer = counted.send(head);
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
                assertThat(answer.body()).isEmpty();
                assertThat(answer.headers().firstValue("Content-Type"))
                        .isEqualTo(counted.get(path).headers().firstValue("Content-Type"));
            }
            assertThat(counted.send(HttpRequest.newBuilder(counted.uri("/v1/models/none"))
                                    .method("HEAD", HttpRequest.BodyPublishers.noBody()))
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void originsThatAreNoneAreRefusedAtOnce() {
        LlmServer.Builder builder = LlmServer.builder(stage.client);
        for (String[] wrong :
                new String[][] {{"app.example.com"}, {"https://a.example/page"}, {"*", "https://a.example"}}) {
            assertThatThrownBy(() -> builder.allowedOrigins(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("such as https://app.example.com, or * alone");
        }
        assertThat(builder.allowedOrigins("*")).isSameAs(builder);
        assertThatThrownBy(() -> builder.maxBody(2_000_000_001L)).hasMessageContaining("2000000000 bytes at most");
        assertThatThrownBy(() -> builder.drainTime(Duration.ZERO)).hasMessageContaining("more than zero: PT0S");
        assertThatThrownBy(() -> builder.readTimeout(Duration.ofSeconds(-1))).hasMessageContaining("more than zero");
    }
}
