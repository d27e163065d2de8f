package dev.llmdriver.server;

import static dev.llmdriver.server.Stage.CHAT;
import static dev.llmdriver.server.Stage.PATIENCE;
import static dev.llmdriver.server.Stage.asking;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.ManualScheduler;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import dev.llmdriver.testkit.ReplyEnd;
import dev.llmdriver.testkit.TwinAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens between the two connections: who leaves, who is slow, and how the server ends. */
@Timeout(180)
class FlowTest {
    private static final String STREAMED = asking("fast", ",\"stream\":true");

    private static Reply stalledAfterTwoWords() {
        return HuggingFaceDialect.ROUTER.stream(
                        TwinAnswer.builder().pieces("One ", "two ", "three").build())
                .firstEvents(3)
                .build()
                .with(ReplyBuilder::stall);
    }

    private static String readUntil(Socket socket, String part) throws IOException {
        StringBuilder read = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (read.indexOf(part) < 0) {
            int one = in.read();
            if (one < 0) {
                return read + "<end>";
            }
            read.append((char) one);
        }
        return read.toString();
    }

    private static RecordedRequest asked(Stage stage) throws Exception {
        return stage.twin.awaitRequests(1, PATIENCE).get(0);
    }

    @Test
    void whoeverLeavesAmidWordsCancelsTheCall() throws Exception {
        try (Stage stage = Stage.open()) {
            stage.twin.enqueue(stalledAfterTwoWords());
            try (Socket client = stage.connect(CHAT, STREAMED)) {
                assertThat(readUntil(client, "One ")).startsWith("HTTP/1.1 200");
            }
            assertThat(asked(stage).awaitClosedByClient(PATIENCE).cause()).isEqualTo(ReplyEnd.Cause.CLIENT_LEFT);
        }
    }

    @Test
    void whoeverLeavesBeforeTheFirstWordCancelsTheCall() throws Exception {
        for (String body : new String[] {STREAMED, asking("fast", "")}) {
            try (Stage stage = Stage.open()) {
                stage.twin.enqueue(Reply.silence());
                Socket client = stage.connect(CHAT, body);
                RecordedRequest asked = asked(stage);
                client.close();
                assertThat(asked.awaitClosedByClient(PATIENCE).cause()).isEqualTo(ReplyEnd.Cause.CLIENT_LEFT);
            }
        }
    }

    /** {@return a stream of 100 MB, every character of the text a #} */
    private static Reply large() {
        Reply one = HuggingFaceDialect.ROUTER.stream(
                TwinAnswer.builder().pieces("#".repeat(10_000)).build());
        String event = one.events().get(1).substring("data: ".length());
        return one.insertAfter(
                2, more -> more.events(() -> Collections.nCopies(9_999, event).iterator()));
    }

    /** Of 100 MB no more than what fits into the sockets' buffers on the way is taken from the provider, until somebody reads. */
    @Test
    void aClientThatReadsNothingStopsTheProviderAndLosesNothing() throws Exception {
        try (Stage stage = Stage.open()) {
            stage.twin.enqueue(large());
            try (Socket client = stage.connect(CHAT, STREAMED)) {
                long taken = stage.twin.awaitWriteBlocked(Duration.ofMillis(300), PATIENCE);
                assertThat(taken).isLessThan(90_000_000);
                assertThat(countToTheEnd(client, '#')).isEqualTo(100_000_000);
            }
            assertThat(asked(stage).awaitReplyEnd(PATIENCE).cause()).isEqualTo(ReplyEnd.Cause.COMPLETE);
        }
    }

    /** {@return how often a character comes until the stream says that all is said} */
    private static long countToTheEnd(Socket socket, char wanted) throws IOException {
        byte[] bytes = new byte[64 * 1024];
        long count = 0;
        String tail = "";
        while (!tail.contains("data: [DONE]")) {
            int read = socket.getInputStream().read(bytes);
            assertThat(read).as("the stream ends before its end").isPositive();
            String text = new String(bytes, 0, read, StandardCharsets.ISO_8859_1);
            count += text.chars().filter(one -> one == wanted).count();
            tail = (tail + text).substring(Math.max(0, tail.length() + read - 64));
        }
        return count;
    }

    @Test
    void answersUnderWayMayEndWhileNewOnesAreRefused() throws Exception {
        ManualScheduler clock = new ManualScheduler();
        try (Stage stage = Stage.open(builder -> builder.scheduler(clock))) {
            stage.twin.enqueue(stalledAfterTwoWords());
            try (Socket client = stage.connect(CHAT, STREAMED)) {
                String head = readUntil(client, "One ");
                CompletableFuture<Void> ended = stage.server.shutdown();
                assertThat(stage.get("/ready").statusCode()).isEqualTo(503);
                assertThat(stage.get("/health").statusCode()).isEqualTo(200);
                assertThat(stage.post(CHAT, asking("fast", "")).statusCode()).isEqualTo(503);
                assertThat(ended).isNotDone();
                assertThat(asked(stage).replyEnded()).isFalse();
                clock.advance(stage.server.drainTime());
                ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertThat(head).contains("200");
                assertThat(asked(stage).awaitClosedByClient(PATIENCE).cause()).isEqualTo(ReplyEnd.Cause.CLIENT_LEFT);
            }
        }
    }

    @Test
    void whoIsBrokenOffAtTheEndIsToldSo() throws Exception {
        ManualScheduler clock = new ManualScheduler();
        try (Stage stage = Stage.open(builder -> builder.scheduler(clock))) {
            for (int i = 0; i < 3; i++) {
                stage.twin.enqueue(stalledAfterTwoWords());
            }
            try (Socket streamed = stage.connect(CHAT, STREAMED);
                    Socket whole = stage.connect(CHAT, asking("fast", ""));
                    PageClient page = PageClient.open(stage.server.port())) {
                page.send("{'type':'ask','id':'a','chat':'c','model':'fast','text':'Hello'}");
                page.next("text");
                readUntil(streamed, "One ");
                stage.twin.awaitRequests(3, PATIENCE);
                CompletableFuture<Void> ended = stage.server.shutdown();
                clock.advance(stage.server.drainTime());
                assertThat(readUntil(streamed, "cancelled")).contains("data: {\"error\":");
                assertThat(readUntil(whole, "cancelled")).contains("HTTP/1.1 503 ");
                assertThat(page.next("failed").toString()).contains("cancelled");
                ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } finally {
                clock.advance(Duration.ofSeconds(10)); // or a server that told nobody would never end
            }
        }
    }

    @Test
    void whoHasNotSaidAllAtTheEndIsToldSo() throws Exception {
        ManualScheduler clock = new ManualScheduler();
        try (Stage stage = Stage.open(builder -> builder.scheduler(clock));
                Socket slow = new Socket(InetAddress.getLoopbackAddress(), stage.server.port())) {
            sendHalf(slow);
            CompletableFuture<Void> ended = stage.server.shutdown();
            clock.advance(stage.server.drainTime());
            assertThat(readUntil(slow, "shutting down")).startsWith("HTTP/1.1 503 ");
            ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } finally {
            clock.advance(Duration.ofSeconds(10)); // or a server that told nobody would never end
        }
    }

    /** What it sent last is all that tells of it; who closes for good sends the same. */
    @Test
    void whoeverEndsItsSideOfTheConnectionHasLeft() throws Exception {
        try (Stage stage = Stage.open()) {
            stage.twin.enqueue(stalledAfterTwoWords());
            try (Socket client = stage.connect(CHAT, STREAMED)) {
                readUntil(client, "One ");
                client.shutdownOutput();
                assertThat(asked(stage).awaitClosedByClient(PATIENCE).cause()).isEqualTo(ReplyEnd.Cause.CLIENT_LEFT);
            }
        }
    }

    @Test
    void aClientThatReadsNothingDoesNotHoldUpTheEnd() throws Exception {
        ManualScheduler clock = new ManualScheduler();
        try (Stage stage = Stage.open(builder -> builder.scheduler(clock))) {
            stage.twin.enqueue(large());
            try (Socket client = stage.connect(CHAT, STREAMED)) {
                stage.twin.awaitWriteBlocked(Duration.ofMillis(300), PATIENCE);
                CompletableFuture<Void> ended = stage.server.shutdown();
                clock.advance(stage.server.drainTime());
                long end = System.nanoTime() + PATIENCE.toNanos();
                while (!ended.isDone() && System.nanoTime() < end) {
                    clock.advance(Duration.ofSeconds(1)); // its last alarms are set once the answer has been broken off
                }
                assertThat(ended).isCompleted();
                assertThat(client.getInputStream().read())
                        .as("there was an answer to read all the time")
                        .isEqualTo('H');
            }
            asked(stage).awaitClosedByClient(PATIENCE);
        }
    }

    @Test
    void theServerEndsWhenTheLastAnswerHas() throws Exception {
        ManualScheduler clock = new ManualScheduler();
        try (Stage stage = Stage.open(builder -> builder.scheduler(clock))) {
            stage.twin.enqueue(HuggingFaceDialect.ROUTER.stream(TwinAnswer.of("One two"))
                    .with(reply -> reply.delayHead(Duration.ofMillis(500))));
            try (Socket client = stage.connect(CHAT, STREAMED)) {
                RecordedRequest asked = asked(stage);
                CompletableFuture<Void> ended = stage.server.shutdown();
                assertThat(readUntil(client, "[DONE]")).contains("two").endsWith("[DONE]");
                ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertThat(asked.awaitReplyEnd(PATIENCE).cause()).isEqualTo(ReplyEnd.Cause.COMPLETE);
            }
        }
    }

    @Test
    void whoeverSaysNothingIsCutOff() throws Exception {
        ManualScheduler clock = new ManualScheduler();
        try (Stage stage = Stage.open(builder -> builder.scheduler(clock).readTimeout(Duration.ofSeconds(10)));
                Socket mute = new Socket(InetAddress.getLoopbackAddress(), stage.server.port())) {
            mute.setSoTimeout((int) PATIENCE.toMillis());
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (clock.pendingAlarms() == 0 && System.nanoTime() < end) {
                Thread.onSpinWait(); // until the server has seen the connection
            }
            clock.advance(Duration.ofSeconds(10));
            assertThat(mute.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void whoeverStopsAmidABodyIsCutOff() throws Exception {
        ManualScheduler clock = new ManualScheduler();
        try (Stage stage = Stage.open(builder -> builder.scheduler(clock).readTimeout(Duration.ofSeconds(10)));
                Socket slow = new Socket(InetAddress.getLoopbackAddress(), stage.server.port())) {
            sendHalf(slow);
            clock.advance(Duration.ofSeconds(10));
            assertThat(slow.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void pagesMayNotAskUnlessTheyAreNamed() throws Exception {
        try (Stage stage = Stage.open()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(stage.uri(CHAT))
                    .header("Origin", "http://rebound.example:8000")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(asking("fast", "")));
            HttpResponse<String> answer = stage.send(request);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("llm.server.cors-origins");
            assertThat(stage.twin.requests()).isEmpty();
        }
    }

    /** By its name a page could ask that was loaded before the name was pointed at this machine; it says no origin when it fetches. */
    @Test
    void foreignNamesAreRefusedAlsoWherePagesAreNamed() throws Exception {
        try (Stage stage = Stage.configured(Map.of("llm.server.cors-origins", "https://chat.example"))) {
            for (String[] each : new String[][] {
                {"rebound.example:8000", "403"}, {"chat.example", "200"}, {"localhost:1", "200"}, {"127.0.0.1", "200"}
            }) {
                String head = "GET /v1/models HTTP/1.1\r\nHost: " + each[0] + "\r\n\r\n";
                try (Socket client = new Socket(InetAddress.getLoopbackAddress(), stage.server.port())) {
                    client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                    assertThat(readUntil(client, "\r\n")).as(each[0]).contains(" " + each[1] + " ");
                }
            }
        }
    }

    @Test
    void aSecondServerIsToldThatThePortIsTaken() throws Exception {
        try (Stage stage = Stage.open();
                LlmServer second = LlmServer.builder(stage.client)
                        .port(stage.server.port())
                        .build()) {
            assertThat(second.start())
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withMessageContaining("cannot listen at 127.0.0.1:" + stage.server.port());
        }
    }

    /** Half a body, which the server has begun to wait for. */
    private static void sendHalf(Socket slow) throws IOException {
        slow.setSoTimeout((int) PATIENCE.toMillis());
        slow.getOutputStream()
                .write(("POST " + CHAT + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 100\r\nExpect: 100-continue\r\n\r\n{")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(readUntil(slow, "\r\n\r\n")).startsWith("HTTP/1.1 100 ");
    }
}
