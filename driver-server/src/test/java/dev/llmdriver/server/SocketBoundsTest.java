package dev.llmdriver.server;

import static dev.llmdriver.server.RawPage.BINARY;
import static dev.llmdriver.server.RawPage.LAST;
import static dev.llmdriver.server.RawPage.MORE;
import static dev.llmdriver.server.RawPage.PING;
import static dev.llmdriver.server.RawPage.TEXT;
import static dev.llmdriver.server.Stage.CHAT;
import static dev.llmdriver.server.Stage.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.server.internal.auth.TokenMaker;
import dev.llmdriver.testkit.ManualScheduler;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.TwinAnswer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much pages may say, all of them together and each before the server knows who it is, and how long they may take. */
@Timeout(180)
class SocketBoundsTest {
    private static final int ROOM = 300_000;
    private static final Duration READ_TIME = Duration.ofSeconds(10);

    private final ManualScheduler clock = new ManualScheduler();

    private static Stage open() throws Exception {
        return open(Map.of());
    }

    private static Stage open(Map<String, String> properties) throws Exception {
        return Stage.configured(properties, builder -> builder.maxBody(ROOM).room(ROOM));
    }

    private Stage timed() throws Exception {
        return Stage.open(builder ->
                builder.maxBody(ROOM).room(ROOM).readTimeout(READ_TIME).scheduler(clock));
    }

    /** {@return the status of the answer to a body of so many bytes} */
    private static int status(Stage stage, int bytes) throws Exception {
        return stage.send(HttpRequest.newBuilder(stage.uri(CHAT))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + TokenMaker.right("ada"))
                        .POST(HttpRequest.BodyPublishers.ofString(padded(Stage.asking("demo:chat", ""), bytes))))
                .statusCode();
    }

    private static String padded(String json, int bytes) {
        return " ".repeat(bytes - json.length()) + json;
    }

    private static void await(int status, Stage stage, int bytes) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int last = status(stage, bytes);
        while (last != status && System.nanoTime() < end) {
            last = status(stage, bytes);
        }
        assertThat(last).isEqualTo(status);
    }

    /** A body that needs all of the room. */
    private static void nothingIsHeld(Stage stage) throws Exception {
        await(200, stage, ROOM);
    }

    @Test
    void messagesWithoutAnEndHaveTheRoomOfBodies() throws Exception {
        List<RawPage> pages = new ArrayList<>();
        try (Stage stage = open()) {
            for (int i = 0; i < 4; i++) {
                RawPage page = RawPage.open(stage.server.port());
                pages.add(page);
                page.frame(TEXT, new byte[40_000]);
                page.frame(MORE, new byte[30_000]);
                page.settle();
            }
            assertThat(status(stage, 30_000)).isEqualTo(503);
            try (RawPage fifth = RawPage.open(stage.server.port())) {
                fifth.frame(TEXT, new byte[30_000]);
                assertThat(fifth.closeCode()).isEqualTo(1013);
            }
            await(200, stage, 10_000);
            for (RawPage page : pages) {
                page.close();
            }
            nothingIsHeld(stage);
        }
    }

    @Test
    void whatHasComeOfAFrameCounts() throws Exception {
        try (Stage stage = open()) {
            try (RawPage page = RawPage.open(stage.server.port());
                    RawPage other = RawPage.open(stage.server.port())) {
                page.begin(LAST | TEXT, 1_000_000, new byte[200_000]);
                await(503, stage, 110_000);
                other.begin(LAST | TEXT, 1_000_000, new byte[200_000]);
                assertThat(other.closeCode()).isEqualTo(1013);
            }
            nothingIsHeld(stage);
        }
    }

    @Test
    void aMessageInPiecesIsHeardAndLeavesNothing() throws Exception {
        try (Stage stage = open();
                RawPage page = RawPage.open(stage.server.port())) {
            page.frame(TEXT, new byte[0]);
            for (int length : new int[] {100, 125, 126, 30_000, 65_535, 65_536, 100_000}) {
                page.frame(MORE, " ".repeat(length).getBytes(StandardCharsets.UTF_8));
                page.settle();
            }
            page.frame(MORE, "{\"type\":".getBytes(StandardCharsets.UTF_8));
            page.frame(LAST | MORE, "\"hello\"}".getBytes(StandardCharsets.UTF_8));
            page.until("ready");
            nothingIsHeld(stage);
        }
    }

    @Test
    void manyPiecesMakeNoMessageLargerThanAllowed() throws Exception {
        try (Stage stage = Stage.open();
                RawPage page = RawPage.open(stage.server.port());
                RawPage other = RawPage.open(stage.server.port());
                RawPage third = RawPage.open(stage.server.port())) {
            third.begin(LAST | TEXT, 1_100_000, new byte[0]);
            assertThat(third.closeCode()).isEqualTo(1009);
            page.frame(TEXT, new byte[600_000]);
            page.frame(MORE, new byte[500_000]);
            assertThat(page.closeCode()).isEqualTo(1009);
            other.frame(TEXT, new byte[600_000]);
            other.begin(MORE, 600_000, new byte[500_000]);
            assertThat(other.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void aBodyThatIsAllowedCanComeInWhateverTheHeap() throws Exception {
        try (Stage stage = Stage.open(builder -> builder.maxBody(ROOM).room(ROOM - 1))) {
            assertThat(status(stage, ROOM)).isEqualTo(200);
        }
    }

    @Test
    void whatIsNoTextIsRefused() throws Exception {
        try (Stage stage = open();
                RawPage page = RawPage.open(stage.server.port())) {
            page.frame(BINARY, new byte[1]);
            assertThat(page.closeCode()).isEqualTo(1003);
        }
    }

    @Test
    void whateverAMessageAsksForItLeavesNothing() throws Exception {
        try (Stage stage = open();
                PageClient page = PageClient.open(stage.server.port())) {
            for (String[] each : new String[][] {
                {"{'type':'stop','id':'a'}", ""},
                {"{'type':'hello'}", "ready"},
                {"{'type':'chats'}", "chats"},
                {"{'type':'sing'}", "refused"},
                {"{'type':'ask','id':'a','chat':'c','model':'demo:chat','text':'Hello'}", "done"}
            }) {
                page.send(padded(each[0], 200_000));
                if (!each[1].isEmpty()) {
                    page.next(each[1]); // there is no room for two of them
                }
            }
            nothingIsHeld(stage);
        }
    }

    @Test
    void aQuestionHasItsRoomUntilItsAnswerHasEnded() throws Exception {
        try (Stage stage = open();
                PageClient page = PageClient.open(stage.server.port());
                PageClient other = PageClient.open(stage.server.port())) {
            String question = "{'type':'ask','id':'a','chat':'c','model':'fast','text':'Hello'}";
            stage.twin.enqueue(Reply.silence());
            page.send(padded(question, 60_000)).send("{'type':'stop','id':'none'}");
            stage.twin.awaitRequests(1, PATIENCE);
            for (int size : new int[] {60_001, 60_002, 60_003, 59_954}) {
                stage.twin.enqueue(Reply.silence());
                other.send(padded(question.replace("'a'", "'b" + size + "'"), size));
            }
            stage.twin.awaitRequests(5, PATIENCE);
            assertThat(status(stage, 10_000)).isEqualTo(503);
            other.send(question);
            assertThat(other.next("refused").path("message").asText()).contains("no room");
            page.send("{'type':'stop','id':'a'}").next("stopped");
            stage.twin.enqueue(TwinAnswer.of("Good day"));
            other.send(question).next("done");
        }
    }

    @Test
    void whoTakesTooLongOverAMessageIsLeft() throws Exception {
        try (Stage stage = timed();
                RawPage page = RawPage.open(stage.server.port());
                RawPage other = RawPage.open(stage.server.port())) {
            page.frame(TEXT, new byte[0]);
            page.settle();
            clock.advance(READ_TIME.minusSeconds(1));
            page.frame(MORE, new byte[10]);
            page.settle();
            clock.advance(Duration.ofSeconds(1));
            assertThat(page.closeCode()).isEqualTo(1008);

            int alarms = clock.pendingAlarms();
            other.begin(LAST | TEXT, 10, new byte[1]);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (clock.pendingAlarms() == alarms && System.nanoTime() < end) {
                Thread.onSpinWait(); // until the server has seen it
            }
            clock.advance(READ_TIME);
            assertThat(other.closeCode()).isEqualTo(1008);
        }
    }

    /** It has ten seconds to answer the farewell. */
    @Test
    void whatARefusedPageHadSaidMakesRoomAtOnce() throws Exception {
        try (Stage stage = timed();
                RawPage page = RawPage.open(stage.server.port())) {
            page.frame(TEXT, new byte[200_000]);
            page.settle();
            assertThat(status(stage, 110_000)).isEqualTo(503);
            clock.advance(READ_TIME);
            assertThat(page.closeCode()).isEqualTo(1008);
            assertThat(status(stage, ROOM)).isEqualTo(200);
        }
    }

    @Test
    void whoHasEndedAMessageMayTakeHisTime() throws Exception {
        try (Stage stage = timed();
                RawPage page = RawPage.open(stage.server.port())) {
            page.settle();
            int alarms = clock.pendingAlarms();
            page.frame(TEXT, "{\"type\":".getBytes(StandardCharsets.UTF_8));
            page.settle();
            assertThat(clock.pendingAlarms()).isEqualTo(alarms + 1);
            page.frame(LAST | MORE, "\"hello\"}".getBytes(StandardCharsets.UTF_8));
            page.until("ready");
            assertThat(clock.pendingAlarms()).isEqualTo(alarms);
            clock.advance(READ_TIME);
            page.send("{'type':'hello'}");
            page.until("ready");
        }
    }

    @Test
    void nothingWaitsForAPageThatHasGone() throws Exception {
        try (Stage stage = timed()) {
            int left;
            try (RawPage page = RawPage.open(stage.server.port())) {
                page.settle();
                left = clock.pendingAlarms() - 2; // those of the hello and of the pulse end, too
                page.frame(TEXT, new byte[1]);
                page.settle();
            }
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (clock.pendingAlarms() != left && System.nanoTime() < end) {
                Thread.onSpinWait(); // until the connection has closed, with all that waited for it
            }
            assertThat(clock.pendingAlarms()).isEqualTo(left);
        }
    }

    @Test
    void theNextMessageHasItsOwnTime() throws Exception {
        try (Stage stage = timed();
                RawPage page = RawPage.open(stage.server.port())) {
            page.frame(TEXT, "{".getBytes(StandardCharsets.UTF_8));
            page.settle();
            clock.advance(READ_TIME.minusSeconds(1));
            byte[] end = RawPage.framed(LAST | MORE, 17, "\"type\" : \"hello\"}".getBytes(StandardCharsets.UTF_8));
            byte[] next = RawPage.framed(TEXT, 1, "{".getBytes(StandardCharsets.UTF_8));
            page.write(ByteBuffer.allocate(end.length + next.length)
                    .put(end)
                    .put(next)
                    .array());
            page.until("ready");
            clock.advance(Duration.ofSeconds(1));
            page.frame(LAST | MORE, "}".getBytes(StandardCharsets.UTF_8));
            page.until("refused");
        }
    }

    @Test
    void littleIsTakenFromStrangers() throws Exception {
        try (TokenMaker tokens = TokenMaker.start();
                Stage stage = open(tokens.settings())) {
            int port = stage.server.port();
            try (RawPage whole = RawPage.open(port);
                    RawPage pieces = RawPage.open(port);
                    RawPage part = RawPage.open(port)) {
                whole.frame(LAST | TEXT, new byte[8193]);
                assertThat(whole.closeCode()).isEqualTo(1009);
                pieces.frame(TEXT, new byte[8000]);
                pieces.frame(MORE, new byte[8000]);
                assertThat(pieces.closeCode()).isEqualTo(1009);
                part.begin(LAST | TEXT, 100_000, new byte[9000]);
                assertThat(part.closeCode()).isEqualTo(1009);
            }
            String hello = "{'type':'hello','token':'" + TokenMaker.right("ada") + "'}";
            try (PageClient ada = PageClient.open(port);
                    RawPage nobody = RawPage.open(port)) {
                nobody.frame(TEXT, " ".repeat(1000).getBytes(StandardCharsets.UTF_8));
                nobody.settle();
                nobody.frame(LAST | MORE, "{\"type\" : \"hello\"}".getBytes(StandardCharsets.UTF_8));
                nobody.until("unknown");
                ada.send(padded(hello, 8192)).next("ready");
                ada.send(padded(hello, 200_000)).next("ready");
                nothingIsHeld(stage);
            }
        }
    }

    /** Their names come back with the refusals: 8 MB, more than a connection holds by itself. */
    @Test
    void answersThatAreNotTakenHaveTheRoomOfBodies() throws Exception {
        try (Stage stage = open()) {
            try (RawPage page = RawPage.open(stage.server.port())) {
                refuseLongNames(page, 200_000, 40);
                assertThat(page.closeCode()).isEqualTo(1013);
            }
            nothingIsHeld(stage);
        }
    }

    private static void refuseLongNames(RawPage page, int length, int number) throws IOException {
        for (int i = 0; i < number; i++) {
            page.send("{'type':'sing','id':'" + "x".repeat(length) + "'}");
        }
    }

    @Test
    void whoTakesTheEndOfNoAnswerIsLeft() throws Exception {
        try (Stage stage = Stage.open();
                RawPage page = RawPage.open(stage.server.port())) {
            refuseLongNames(page, 1_000_000, 8);
            for (int i = 0; i < 85; i++) {
                stage.scripted.model.enqueue(ScriptedAnswer.failing(ErrorKind.OVERLOADED));
                page.send("{'type':'ask','id':'a" + i + "','chat':'c','model':'scripted:m','text':'Hello'}");
                while (i < 55 && stage.scripted.model.requests().size() <= i) {
                    Thread.onSpinWait(); // so no more than eight are under way, and next to none refused
                }
            }
            assertThat(page.closeCode()).isEqualTo(1013);
        }
    }

    /** The server's answers to so many pings are 25 MB. */
    @Test
    void whoPingsAndTakesNoAnswerIsLeft() throws Exception {
        try (Stage stage = Stage.open();
                RawPage page = RawPage.open(stage.server.port())) {
            byte[] ping = RawPage.framed(LAST | PING, 125, new byte[125]);
            for (int i = 0; i < 200_000; i++) {
                page.write(ping);
            }
            assertThat(page.closeCode()).isEqualTo(1008);
        }
    }
}
