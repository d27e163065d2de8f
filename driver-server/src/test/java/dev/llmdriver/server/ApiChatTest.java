package dev.llmdriver.server;

import static dev.llmdriver.server.ApiStage.SCRIPTED;
import static dev.llmdriver.server.ApiStage.TWIN;
import static dev.llmdriver.server.ApiStage.saying;
import static dev.llmdriver.server.Stage.PATIENCE;
import static dev.llmdriver.server.Stage.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.server.internal.auth.TokenMaker;
import dev.llmdriver.server.internal.chats.Turn;
import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.ReplyBuilder;
import dev.llmdriver.testkit.ReplyEnd;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.TwinAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Conversations that the server keeps: what is answered, what is kept, and for whom. */
@Timeout(180)
class ApiChatTest {
    @TempDir
    Path folder;

    private ApiStage api;

    @BeforeEach
    void open() throws Exception {
        api = ApiStage.open(folder, Map.of("llm.server.max-history", "4"));
    }

    @AfterEach
    void close() {
        api.close();
    }

    private void answers(String... pieces) {
        api.stage.scripted.model.enqueue(
                ScriptedAnswer.builder().text(pieces).usage(3, 5).build());
    }

    /** {@return the events, each its name and data with a blank between} */
    private static List<String> events(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream; charset=utf-8");
        List<String> events = new ArrayList<>();
        for (String event : answer.body().split("\n\n")) {
            events.add(event.replace("event: ", "").replace("\ndata: ", " "));
        }
        return events;
    }

    @Test
    void anAnswerComesInPiecesAndIsKeptWithItsQuestion() throws Exception {
        answers("Good ", "day");
        List<String> events = events(api.ask("ann", SCRIPTED + "?chat_id=c", saying("Hello")));

        assertThat(events.subList(0, 2)).containsExactly("text {\"text\":\"Good \"}", "text {\"text\":\"day\"}");
        assertThat(events).hasSize(3);
        JsonNode finish = json(events.get(2).substring("finish ".length()));
        assertThat(finish.path("chatId").asText()).isEqualTo("c");
        assertThat(finish.path("model").asText()).startsWith("scripted:");
        assertThat(finish.path("finishReason").asText()).isEqualTo("stop");
        assertThat(finish.path("usage").path("total").asInt()).isEqualTo(8);
        assertThat(api.texts("ann", "c")).containsExactly("Hello", "Good day");
        Turn kept = api.kept("ann", "c").get(1);
        assertThat(kept.partial()).isFalse();
        assertThat(kept.answeredBy()).contains(finish.path("model").asText());
    }

    @Test
    void whatIsKeptPrecedesWhatIsAskedButIsNotDoubled() throws Exception {
        answers("a1");
        answers("a2");
        answers("a3");
        api.ask("ann", SCRIPTED + "?chat_id=c", saying("q1"));
        api.ask("ann", SCRIPTED + "?chat_id=c", saying("q2"));
        api.ask("ann", SCRIPTED + "?chat_id=c", saying("q1", "a1", "q2", "a2", "q3"));

        assertThat(api.told(1)).containsExactly("q1", "a1", "q2");
        assertThat(api.texts("ann", "c")).containsExactly("q1", "a1", "q2", "a2", "q3", "a3");
        assertThat(api.told(2)).as("four turns at most, the first a question").containsExactly("q2", "a2", "q3");
    }

    @Test
    void aConversationMayBeginInTheBody() throws Exception {
        answers("a2");
        HttpResponse<String> answer = api.ask("ann", SCRIPTED, saying("q1", "a1", "q2"));
        String chat = answer.headers().firstValue("LLM-Chat-Id").orElseThrow();

        assertThat(events(answer).get(1)).contains("\"chatId\":\"" + chat + "\"");
        assertThat(api.told(0)).containsExactly("q1", "a1", "q2");
        assertThat(api.texts("ann", chat)).containsExactly("q1", "a1", "q2", "a2");
    }

    @Test
    void nobodyReadsAnothersConversation() throws Exception {
        answers("for Ann");
        answers("for Bob");
        api.ask("ann", SCRIPTED + "?chat_id=same", saying("of Ann"));
        api.ask("bob", SCRIPTED + "?chat_id=same", saying("of Bob"));

        assertThat(api.told(1)).containsExactly("of Bob");
        assertThat(api.texts("ann", "same")).containsExactly("of Ann", "for Ann");
        assertThat(api.texts("bob", "same")).containsExactly("of Bob", "for Bob");
    }

    @Test
    void aBrokenAnswerIsKeptAsPartialAndItsErrorIsAnEvent() throws Exception {
        api.stage.scripted.model.enqueue(ScriptedAnswer.builder()
                .text("One ", "two")
                .failing(ErrorKind.STREAM_INTERRUPTED)
                .build());
        List<String> events = events(api.ask("ann", SCRIPTED + "?chat_id=c", saying("Count")));

        assertThat(events.get(events.size() - 1))
                .isEqualTo("error {\"statusCode\":500,\"statusMessage\":\"Internal Server Error\"}");
        assertThat(api.texts("ann", "c")).containsExactly("Count", "One two");
        assertThat(api.kept("ann", "c")).extracting(Turn::partial).containsExactly(false, true);
    }

    @Test
    void anErrorBeforeTheFirstWordIsNoTurn() throws Exception {
        api.stage.scripted.model.enqueue(
                ScriptedAnswer.failing(ErrorKind.OVERLOADED),
                ScriptedAnswer.builder()
                        .reasoning("Hm")
                        .failing(ErrorKind.OVERLOADED)
                        .build());
        HttpResponse<String> refused = api.ask("ann", SCRIPTED + "?chat_id=c", saying("Hello"));
        assertThat(refused.statusCode()).isEqualTo(500);
        List<String> events = events(api.ask("ann", SCRIPTED + "?chat_id=c", saying("Hello")));

        assertThat(events).hasSize(2);
        assertThat(events.get(0)).isEqualTo("reasoning {\"text\":\"Hm\"}");
        assertThat(events.get(1)).startsWith("error ");
        assertThat(api.texts("ann", "c")).isEmpty();
    }

    @Test
    void whoeverLeavesAmidWordsCancelsTheCallAndFindsWhatHeHeard() throws Exception {
        api.stage.twin.enqueue(HuggingFaceDialect.ROUTER.stream(
                        TwinAnswer.builder().pieces("One ", "two ", "three").build())
                .firstEvents(3)
                .build()
                .with(ReplyBuilder::stall));
        try (Socket client = connect(TWIN + "?chat_id=c", saying("Count"))) {
            readUntil(client, "two ");
        }

        assertThat(api.stage
                        .twin
                        .awaitRequests(1, PATIENCE)
                        .get(0)
                        .awaitClosedByClient(PATIENCE)
                        .cause())
                .isEqualTo(ReplyEnd.Cause.CLIENT_LEFT);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (api.kept("ann", "c").isEmpty() && System.nanoTime() < end) {
            Thread.onSpinWait(); // until the server has noticed
        }
        assertThat(api.texts("ann", "c")).containsExactly("Count", "One two ");
        assertThat(api.kept("ann", "c").get(1).partial()).isTrue();
    }

    /** The store ends after the connections: what was cut by the end is kept, too. */
    @Test
    void whatTheEndOfTheServerCutsIsKept() throws Exception {
        try (ApiStage ending = ApiStage.open(folder, Map.of("llm.server.drain-time", "1ms"))) {
            ending.stage.twin.enqueue(HuggingFaceDialect.ROUTER.stream(
                            TwinAnswer.builder().pieces("One ", "two ", "three").build())
                    .firstEvents(3)
                    .build()
                    .with(ReplyBuilder::stall));
            try (Socket client = connect(ending, TWIN + "?chat_id=c", saying("Count"))) {
                readUntil(client, "two ");
                ending.stage.server.close();
            }
            assertThat(ending.texts("ann", "c")).containsExactly("Count", "One two ");
        }
    }

    private Socket connect(String path, String body) throws IOException {
        return connect(api, path, body);
    }

    private static Socket connect(ApiStage api, String path, String body) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.stage.server.port());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        String request = new String(Stage.request(path, body), StandardCharsets.UTF_8)
                .replaceFirst("\r\n", "\r\nAuthorization: Bearer " + TokenMaker.right("ann") + "\r\n");
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static void readUntil(Socket socket, String part) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(part) < 0) {
            int one = socket.getInputStream().read();
            assertThat(one).as(read.toString()).isNotNegative();
            read.append((char) one);
        }
    }
}
