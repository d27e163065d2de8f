package dev.llmdriver.server;

import static dev.llmdriver.server.ApiStage.SCRIPTED;
import static dev.llmdriver.server.ApiStage.saying;
import static dev.llmdriver.server.Stage.asking;
import static dev.llmdriver.server.Stage.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.server.internal.auth.TokenMaker;
import dev.llmdriver.testkit.ScriptedAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused where conversations are kept, and in which words. */
@Timeout(180)
class ApiRefusalTest {
    @TempDir
    static Path folder;

    private static ApiStage api;

    @BeforeAll
    static void open() throws Exception {
        api = ApiStage.open(folder, Map.of("llm.server.max-body", "1000"));
    }

    @AfterAll
    static void close() {
        api.close();
    }

    private static void refused(HttpResponse<String> answer, int status, String message) throws IOException {
        assertThat(answer.body()).isEqualTo("{\"statusCode\":" + status + ",\"statusMessage\":\"" + message + "\"}");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    }

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void everyKindHasItsWords(ErrorKind kind) throws Exception {
        api.stage.scripted.model.enqueue(ScriptedAnswer.failing(LlmException.builder(kind, "words of the provider's")
                .excerpt("body of the provider's")
                .retryAfter(Duration.ofMillis(1500))
                .build()));
        HttpResponse<String> answer = api.ask("ann", SCRIPTED, saying("Hello"));
        switch (kind) {
            case MODEL_NOT_FOUND, NOT_CHAT_MODEL -> refused(answer, 400, "Invalid model name or publisher");
            case MODEL_RETIRED -> refused(answer, 400, "Service not available anymore.");
            case INVALID_REQUEST, UNSUPPORTED -> refused(answer, 400, "The model does not take this request.");
            case CONTENT_BLOCKED -> refused(answer, 400, "The content was blocked.");
            case CONTEXT_LENGTH -> refused(answer, 413, "The conversation is longer than the model can read.");
            case RATE_LIMITED, LIMIT_EXCEEDED, QUOTA_EXHAUSTED -> {
                refused(answer, 429, "Too Many Requests");
                assertThat(answer.headers().firstValue("Retry-After")).contains("2");
            }
            case CANCELLED -> refused(answer, 503, "The server is shutting down; ask another one, or try again later.");
            default -> refused(answer, 500, "Internal Server Error");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody/org/chat",
                "huggingface/-/-",
                "huggingface/..%2F..%2Fetc/passwd",
                "huggingface/%2e%2e%2f/chat",
                "huggingface/org/chat%2F..%2Fother",
                "huggingface/org/chat%00",
                "huggingface/org/chat%0d%0aX-Evil:%20yes",
                "huggingface/org/%F0%9F%98%80",
                "huggingface/org/chat%3Fkey=1",
                "huggingface/org/chat%23",
                "huggingface/org%5C/chat",
                "hugging%3Aface/org/chat",
                "huggingface/%20/chat",
            })
    void namesThatAreNoneAreRefused(String name) throws Exception {
        refused(api.ask("ann", "/api/ai/" + name + "/chat", saying("Hello")), 400, "Invalid model name or publisher");
        assertThat(api.stage.twin.requests()).isEmpty();
    }

    @Test
    void pathsThatLeadElsewhereFindNothing() throws Exception {
        for (String path : List.of(
                "/api/ai/huggingface/org/../chat", "/api/ai/a/b/c/d/chat", "/api/ai/huggingface//chat", "/api/ai/x")) {
            refused(api.ask("ann", path, saying("Hello")), 404, "Not Found");
        }
        assertThat(api.stage.twin.requests()).isEmpty();
    }

    @Test
    void bodiesThatAreNoneAreExplained() throws Exception {
        Map<String, String> wrong = Map.of(
                "{}",
                "'messages' must be a list whose last message is the user's.",
                "[]",
                "The body must be a JSON object.",
                "{\"messages\":[{\"role\":\"system\",\"content\":\"x\"}]}",
                "'messages[0].role' must be user or assistant.",
                "{\"messages\":[{\"role\":\"user\",\"content\":\" \"}]}",
                "'messages[0].content' must not be empty.",
                "{\"messages\":[{\"role\":\"user\",\"content\":[]}]}",
                "'messages[0].content' must be a string.",
                saying("q", "a"),
                "'messages' must be a list whose last message is the user's.");
        for (Map.Entry<String, String> each : wrong.entrySet()) {
            refused(api.ask("ann", SCRIPTED, each.getKey()), 400, each.getValue());
        }
        refused(
                api.ask("ann", SCRIPTED + "?chat_id=a%0Ab", saying("q")),
                400,
                "'chat_id' must be 1 to 100 letters, digits or . _ ~ -");
        refused(api.ask("ann", SCRIPTED, saying("q".repeat(2000))), 413, "Payload Too Large");
    }

    @Test
    void methodsAndPagesAreRefusedInTheSameShape() throws Exception {
        HttpResponse<String> fetched =
                api.stage.send(api.request("ann", SCRIPTED, "").GET());
        refused(fetched, 405, "Method Not Allowed");
        assertThat(fetched.headers().firstValue("Allow")).contains("POST");
        HttpResponse<String> page =
                api.stage.send(api.request("ann", SCRIPTED, saying("q")).header("Origin", "https://evil.example"));
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(json(page).path("statusCode").asInt()).isEqualTo(403);
    }

    @Test
    void whoeverDoesNotSayWhoHeIsIsRefusedEverywhere() throws Exception {
        HttpResponse<String> kept = api.stage.post(SCRIPTED, saying("Hello"));
        refused(kept, 401, "Say who you are by the header 'Authorization: Bearer <token>'.");
        assertThat(kept.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        HttpResponse<String> wrong = api.stage.send(HttpRequest.newBuilder(api.stage.uri(SCRIPTED))
                .header("Authorization", "Bearer " + TokenMaker.right("ann") + "x.y")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(saying("Hello"))));
        refused(wrong, 401, "The bearer token is wrong, not made for this server, or no longer valid.");

        for (HttpResponse<String> answer :
                List.of(api.stage.post(Stage.CHAT, asking("scripted:m", "")), api.stage.get("/v1/models"))) {
            assertThat(answer.statusCode()).isEqualTo(401);
            JsonNode error = json(answer).path("error");
            assertThat(error.path("code").asText()).isEqualTo("invalid_api_key");
            assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        }
        assertThat(api.stage.get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void theSameTokenOpensTheAddressesOfOpenAi() throws Exception {
        api.stage.scripted.model.enqueue(ScriptedAnswer.of("Good day"));
        HttpResponse<String> answer = api.ask("ann", Stage.CHAT, asking("scripted:m", ""));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("Good day");
    }

    @Test
    void withoutKeysNobodyHasLeave() throws Exception {
        try (Stage open = Stage.open()) {
            for (String token : List.of(TokenMaker.right("ann"), "x")) {
                HttpResponse<String> answer = open.send(HttpRequest.newBuilder(open.uri(SCRIPTED))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(saying("Hello"))));
                refused(answer, 401, "Nobody has leave: the server knows no tokens.");
            }
        }
    }

    @Test
    void aDatabaseThatIsAwayIsSoSaidAndNothingIsCalledWhole() throws Exception {
        try (Socket taken = new Socket()) { // so that nobody else can begin to listen there
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String place = "jdbc:postgresql://127.0.0.1:" + taken.getLocalPort() + "/llm";
            try (ApiStage away = ApiStage.open(folder, Map.of("llm.server.chats.url", place))) {
                away.stage.scripted.model.enqueue(ScriptedAnswer.of("Good day"));
                String words = "Conversations cannot be kept at present; try again later.";
                refused(away.ask("ann", SCRIPTED + "?chat_id=c", saying("Hello")), 503, words);
                HttpResponse<String> begun = away.ask("ann", SCRIPTED, saying("Hello"));

                assertThat(begun.statusCode()).isEqualTo(200);
                assertThat(begun.body())
                        .contains("Good")
                        .endsWith("event: error\ndata: {\"statusCode\":503,\"statusMessage\":\"" + words + "\"}\n\n")
                        .doesNotContain("event: finish");
            }
        }
    }

    /** A body that comes slowly is read only after the token was. */
    @Test
    void aBodyMayComeAfterTheTokenWasRead() throws Exception {
        api.stage.scripted.model.enqueue(ScriptedAnswer.of("Good day"));
        String body = saying("Hello");
        byte[] all = new String(Stage.request(SCRIPTED, body), StandardCharsets.UTF_8)
                .replaceFirst(
                        "\r\n",
                        "\r\nExpect: 100-continue\r\nConnection: close\r\nAuthorization: Bearer "
                                + TokenMaker.right("ann") + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
        int head = all.length - body.length();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.stage.server.port())) {
            socket.setSoTimeout((int) Stage.PATIENCE.toMillis());
            socket.getOutputStream().write(all, 0, head + 5);
            byte[] first = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
            assertThat(new String(first, StandardCharsets.UTF_8)).startsWith("HTTP/1.1 100");
            socket.getOutputStream().write(all, head + 5, all.length - head - 5);
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("HTTP/1.1 200", "{\"text\":\"Good\"}", "event: finish");
        }
    }
}
