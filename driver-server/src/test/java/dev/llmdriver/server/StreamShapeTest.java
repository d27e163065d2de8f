package dev.llmdriver.server;

import static dev.llmdriver.server.Stage.CHAT;
import static dev.llmdriver.server.Stage.asking;
import static dev.llmdriver.server.Stage.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.HuggingFaceErrors;
import dev.llmdriver.testkit.ManualScheduler;
import dev.llmdriver.testkit.RetryHint;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.TwinAnswer;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streamed answers have OpenAI's shape, to their end and where they break off. */
@Timeout(120)
class StreamShapeTest {
    private static final String STREAM = ",\"stream\":true";
    private static final String WITH_USAGE = STREAM + ",\"stream_options\":{\"include_usage\":true}";

    private Stage stage;

    @BeforeEach
    void open() throws Exception {
        stage = Stage.open();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private static List<String> events(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream; charset=utf-8");
        List<String> events = new ArrayList<>();
        for (String frame : answer.body().split("\n\n")) {
            assertThat(frame).startsWith("data: ");
            events.add(frame.substring("data: ".length()));
        }
        return events;
    }

    private static JsonNode delta(String event) throws Exception {
        return json(event).path("choices").path(0).path("delta");
    }

    @Test
    void whatADriverDidOtherwiseIsToldAtTheEnd() throws Exception {
        stage.twin.enqueue(TwinAnswer.of("Fine."));
        List<String> events =
                events(stage.post(CHAT, asking("huggingface:org/chat", STREAM + ",\"tool_choice\":\"required\"")));
        JsonNode last = json(events.get(events.size() - 2)); // before [DONE]
        assertThat(last.path("choices").path(0).path("finish_reason").asText()).isEqualTo("stop");
        assertThat(last.path("warnings").path(0).path("field").asText()).isEqualTo("tool_choice");
        assertThat(events.subList(0, events.size() - 2)).noneMatch(event -> event.contains("warnings"));
    }

    @Test
    void theRoleComesFirstAndDoneLast() throws Exception {
        stage.scripted.model.enqueue(ScriptedAnswer.builder()
                .reasoning("Hm.")
                .text("One ", "two")
                .usage(5, 2)
                .build());
        List<String> events = events(stage.post(CHAT, asking("scripted:m", STREAM)));
        assertThat(delta(events.get(0))).isEqualTo(json("{\"role\":\"assistant\",\"content\":\"\"}"));
        assertThat(delta(events.get(1))).isEqualTo(json("{\"reasoning_content\":\"Hm.\"}"));
        assertThat(delta(events.get(2))).isEqualTo(json("{\"content\":\"One \"}"));
        assertThat(delta(events.get(3))).isEqualTo(json("{\"content\":\"two\"}"));
        JsonNode last = json(events.get(4));
        assertThat(last.path("choices").path(0).path("finish_reason").asText()).isEqualTo("stop");
        assertThat(last.path("object").asText()).isEqualTo("chat.completion.chunk");
        assertThat(last.path("id")).isEqualTo(json(events.get(0)).path("id"));
        assertThat(events.subList(5, events.size())).containsExactly("[DONE]");
        assertThat(events).noneMatch(event -> event.contains("usage"));
    }

    @Test
    void usageComesInAChunkOfItsOwnIfAskedFor() throws Exception {
        stage.scripted.model.enqueue(
                ScriptedAnswer.builder().text("One").usage(5, 2).build());
        List<String> events = events(stage.post(CHAT, asking("scripted:m", WITH_USAGE)));
        JsonNode usage = json(events.get(events.size() - 2));
        assertThat(usage.path("choices")).isEmpty();
        assertThat(usage.path("usage").path("total_tokens").asInt()).isEqualTo(7);
        assertThat(json(events.get(0)).path("usage").isNull()).isTrue();
    }

    @Test
    void toolCallsHavePlaceIdNameAndArguments() throws Exception {
        stage.scripted.model.enqueue(ScriptedAnswer.builder()
                .toolCall("c1", "add", "{\"a\":1}")
                .toolCall("c2", "sub", "{\"b\":2}")
                .build());
        List<String> events = events(stage.post(CHAT, asking("scripted:m", STREAM)));
        List<JsonNode> calls = new ArrayList<>();
        for (String event : events.subList(0, events.size() - 1)) {
            delta(event).path("tool_calls").forEach(calls::add);
        }
        assertThat(calls)
                .containsExactly(
                        json("{\"index\":0,\"id\":\"c1\",\"type\":\"function\",\"function\":"
                                + "{\"name\":\"add\",\"arguments\":\"{\\\"a\\\":1}\"}}"),
                        json("{\"index\":1,\"id\":\"c2\",\"type\":\"function\",\"function\":"
                                + "{\"name\":\"sub\",\"arguments\":\"{\\\"b\\\":2}\"}}"));
        assertThat(events.get(events.size() - 2)).contains("\"finish_reason\":\"tool_calls\"");
    }

    @Test
    void anErrorBeforeTheFirstWordKeepsItsStatus() throws Exception {
        stage.twin.enqueue(HuggingFaceErrors.rateLimited(RetryHint.retryAfterSeconds(120)));
        HttpResponse<String> answer = stage.post(CHAT, asking("fast", STREAM));
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(119, 120);
        assertThat(json(answer).path("error").path("code").asText()).isEqualTo("rate_limit_exceeded");
    }

    @Test
    void anErrorAmidWordsComesAfterThemAndNothingAfterIt() throws Exception {
        stage.scripted.model.enqueue(ScriptedAnswer.builder()
                .text("One ", "two")
                .failing(ErrorKind.OVERLOADED)
                .build());
        List<String> events = events(stage.post(CHAT, asking("scripted:m", STREAM)));
        assertThat(delta(events.get(1)).path("content").asText()).isEqualTo("One ");
        assertThat(delta(events.get(2)).path("content").asText()).isEqualTo("two");
        assertThat(json(events.get(3)).path("error").path("code").asText()).isEqualTo("overloaded");
        assertThat(events).hasSize(4);
    }

    /** HTTP/1.0 knows no chunks, so nothing but the connection's end tells that of the answer, whatever the client asks for. */
    @ParameterizedTest
    @ValueSource(strings = {"", "Connection: keep-alive\r\n", "Connection: close\r\n"})
    void toAnOldClientTheConnectionsEndIsTheAnswers(String wish) throws Exception {
        ManualScheduler clock = new ManualScheduler(); // so that no patience ends it
        try (Stage still = Stage.open(builder -> builder.scheduler(clock));
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), still.server.port())) {
            still.scripted.model.enqueue(
                    ScriptedAnswer.builder().text("One ", "two").build());
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(new String(Stage.request(CHAT, asking("scripted:m", STREAM)), StandardCharsets.UTF_8)
                            .replaceFirst("HTTP/1.1\r\n", "HTTP/1.0\r\n" + wish)
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.0 200")
                    .endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void aCutWireIsAnError() throws Exception {
        stage.twin.enqueue(HuggingFaceDialect.ROUTER.stream(
                        TwinAnswer.builder().pieces("One ", "two ", "three").build())
                .firstEvents(3)
                .cut()
                .build());
        List<String> events = events(stage.post(CHAT, asking("fast", STREAM)));
        assertThat(json(events.get(events.size() - 1))
                        .path("error")
                        .path("code")
                        .asText())
                .isEqualTo("stream_interrupted");
        assertThat(events.toString()).contains("One ").doesNotContain("[DONE]");
    }
}
