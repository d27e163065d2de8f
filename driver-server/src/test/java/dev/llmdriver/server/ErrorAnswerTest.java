package dev.llmdriver.server;

import static dev.llmdriver.server.Stage.CHAT;
import static dev.llmdriver.server.Stage.asking;
import static dev.llmdriver.server.Stage.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.testkit.HuggingFaceErrors;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ScriptedAnswer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind of error has its status, and says nothing of what only the server should know. */
@Timeout(120)
class ErrorAnswerTest {
    private static final Map<ErrorKind, Integer> STATUS = new EnumMap<>(Map.ofEntries(
            Map.entry(ErrorKind.AUTHENTICATION, 401),
            Map.entry(ErrorKind.PERMISSION_DENIED, 403),
            Map.entry(ErrorKind.QUOTA_EXHAUSTED, 429),
            Map.entry(ErrorKind.RATE_LIMITED, 429),
            Map.entry(ErrorKind.LIMIT_EXCEEDED, 429),
            Map.entry(ErrorKind.MODEL_NOT_FOUND, 404),
            Map.entry(ErrorKind.MODEL_RETIRED, 404),
            Map.entry(ErrorKind.NOT_CHAT_MODEL, 404),
            Map.entry(ErrorKind.INVALID_REQUEST, 400),
            Map.entry(ErrorKind.UNSUPPORTED, 400),
            Map.entry(ErrorKind.CONTEXT_LENGTH, 400),
            Map.entry(ErrorKind.CONTENT_BLOCKED, 400),
            Map.entry(ErrorKind.MODEL_LOADING, 503),
            Map.entry(ErrorKind.OVERLOADED, 503),
            Map.entry(ErrorKind.ENDPOINT_UNAVAILABLE, 503),
            Map.entry(ErrorKind.SERVER_ERROR, 502),
            Map.entry(ErrorKind.CONNECT_FAILED, 502),
            Map.entry(ErrorKind.STREAM_INTERRUPTED, 502),
            Map.entry(ErrorKind.MALFORMED_RESPONSE, 502),
            Map.entry(ErrorKind.TARGETS_EXHAUSTED, 502),
            Map.entry(ErrorKind.OUTPUT_INVALID, 502),
            Map.entry(ErrorKind.TIMEOUT, 504),
            Map.entry(ErrorKind.CANCELLED, 503),
            Map.entry(ErrorKind.CONFIGURATION, 500)));

    private Stage stage;

    @BeforeEach
    void open() throws Exception {
        stage = Stage.open();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private static LlmException failing(ErrorKind kind) {
        return LlmException.builder(kind, "words of the provider's")
                .excerpt("body of the provider's")
                .provider("scripted")
                .status(418)
                .retryAfter(Duration.ofMillis(1500))
                .build();
    }

    @ParameterizedTest
    @EnumSource(ErrorKind.class)
    void everyKindHasItsStatus(ErrorKind kind) throws Exception {
        stage.scripted.model.enqueue(ScriptedAnswer.failing(failing(kind)), ScriptedAnswer.failing(failing(kind)));
        for (String more : new String[] {"", ",\"stream\":true"}) {
            HttpResponse<String> answer = stage.post(CHAT, asking("scripted:m", more));
            assertThat(answer.statusCode()).isEqualTo(STATUS.get(kind));
            JsonNode error = json(answer).path("error");
            assertThat(error.path("message").asText()).startsWith("scripted: ");
            assertThat(error.path("type").asText()).isNotEmpty();
            assertThat(error.path("code").asText()).isNotEmpty();
            assertThat(error.has("param")).isTrue();
            assertThat(answer.body()).doesNotContain("words of", "body of");
            assertThat(answer.headers().firstValue("Retry-After")).contains("2");
            assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent())
                    .isEqualTo(answer.statusCode() == 401);
        }
    }

    /** OpenAI's clients obey it: they would ask in vain, and be counted for it. */
    @Test
    void whatNoWaitingHelpsIsNotToBeAskedAgain() throws Exception {
        for (String reason : List.of("too_large", "caller_too_large", "no_price", "caller_no_bound", "budget")) {
            assertThat(askedAgain(
                            LlmException.builder(ErrorKind.LIMIT_EXCEEDED, "no").reason(reason)))
                    .as(reason)
                    .contains("false");
        }
        assertThat(askedAgain(LlmException.builder(ErrorKind.LIMIT_EXCEEDED, "no")
                        .reason("budget")
                        .retryAfter(Duration.ofHours(1))))
                .contains("true");
        for (String reason : List.of("concurrency", "caller_concurrency", "rate_limit", "store_failed")) {
            assertThat(askedAgain(
                            LlmException.builder(ErrorKind.LIMIT_EXCEEDED, "no").reason(reason)))
                    .as(reason)
                    .contains("true");
        }
    }

    private Optional<String> askedAgain(LlmExceptionBuilder failure) throws Exception {
        stage.scripted.model.enqueue(ScriptedAnswer.failing(failure.build()));
        HttpResponse<String> answer = stage.post(CHAT, asking("scripted:m", ""));
        assertThat(answer.statusCode()).isEqualTo(429);
        return answer.headers().firstValue("x-should-retry");
    }

    /** A request for more than a limit ever holds, as a limit refuses it. */
    @Test
    void aRequestThatNoWindowHoldsIsNotToBeAskedAgain() throws Exception {
        try (Stage limited = Stage.configured(Map.of("llm.limits.tokens-per-minute", "3"))) {
            HttpResponse<String> answer = limited.post(CHAT, asking("fast", ",\"max_tokens\":1000"));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
            assertThat(answer.body()).contains("too_large");
            assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
        }
    }

    @Test
    void neitherKeyNorAddressNorBodyLeaveTheServer() throws Exception {
        for (Reply reply : new Reply[] {
            HuggingFaceErrors.wrongToken(),
            HuggingFaceErrors.badGateway(),
            HuggingFaceErrors.validation("upstreamWords")
        }) {
            stage.twin.enqueue(reply);
            HttpResponse<String> answer = stage.post(CHAT, asking("fast", ""));
            assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
            assertThat(answer.body() + answer.headers().map())
                    .doesNotContain("hf_secretOfTheServer", "upstreamWords", ":" + stage.twin.port());
        }
    }

    @Test
    void whatIsRefusedBeforeSendingIsExplained() throws Exception {
        String sound = "{\"model\":\"fast\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"file\",\"file\":"
                + "{\"file_data\":\"data:application/pdf;base64,AQID\"}}]}]}";
        HttpResponse<String> answer = stage.post(CHAT, sound);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("error").path("message").asText()).contains("pdf");
        assertThat(stage.twin.requests()).isEmpty();
    }

    @Test
    void aProviderThatIsNotThereIsSoSaid() throws Exception {
        try (Socket taken = new Socket()) { // so that nobody else can begin to listen there
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String place = "http://127.0.0.1:" + taken.getLocalPort() + "/v1";
            try (Stage other = Stage.configured(Map.of("llm.huggingface.base-url", place))) {
                HttpResponse<String> answer = other.post(CHAT, asking("fast", ""));
                assertThat(answer.statusCode()).isEqualTo(502);
                assertThat(json(answer).path("error").path("code").asText()).isEqualTo("connect_failed");
                assertThat(answer.body()).doesNotContain("127.0.0.1");
            }
        }
    }
}
