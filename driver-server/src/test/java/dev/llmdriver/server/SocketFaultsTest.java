package dev.llmdriver.server;

import static dev.llmdriver.server.RawPage.BINARY;
import static dev.llmdriver.server.RawPage.CLOSE;
import static dev.llmdriver.server.RawPage.LAST;
import static dev.llmdriver.server.RawPage.MORE;
import static dev.llmdriver.server.RawPage.PING;
import static dev.llmdriver.server.RawPage.TEXT;
import static dev.llmdriver.server.Stage.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyEnd;
import dev.llmdriver.testkit.TwinAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is wrong with a client's frames is told by the code that RFC 6455 has for it, and nothing follows. */
@Timeout(60)
class SocketFaultsTest {
    private static final byte[] HELLO = "{\"type\":\"hello\"}".getBytes(StandardCharsets.UTF_8);
    private static final int RESERVED = 0x40;

    private Stage stage;

    @BeforeEach
    void open() throws Exception {
        stage = Stage.open();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private int codeAfter(byte[]... frames) throws Exception {
        try (RawPage page = RawPage.open(stage.server.port())) {
            for (byte[] frame : frames) {
                page.write(frame);
            }
            return page.closeCode();
        }
    }

    private static byte[] framed(int kind, byte... bytes) throws Exception {
        return RawPage.framed(kind, bytes.length, bytes);
    }

    private static byte[] unmasked() {
        return new byte[] {(byte) (LAST | TEXT), 2, '{', '}'};
    }

    @Test
    void framesThatBreakTheProtocolAreToldAsSuch() throws Exception {
        for (byte[] broken : List.of(
                framed(LAST | RESERVED | TEXT, HELLO),
                framed(LAST | 3, HELLO),
                framed(LAST | MORE, HELLO),
                framed(PING, HELLO),
                framed(LAST | CLOSE, (byte) 1),
                unmasked())) {
            assertThat(codeAfter(broken)).as("%x", broken[0]).isEqualTo(1002);
        }
        assertThat(codeAfter(framed(TEXT, HELLO), framed(LAST | TEXT, HELLO))).isEqualTo(1002);
    }

    /** RFC 6455, 7.4.1: 1000 would say that the page's purpose was fulfilled, so that it need not come back. */
    @Test
    void theServersEndIsToldAsSuch() throws Exception {
        CompletableFuture<Void> ended;
        try (RawPage idle = RawPage.open(stage.server.port());
                RawPage busy = RawPage.open(stage.server.port())) {
            idle.settle();
            busy.frame(TEXT, HELLO); // more would follow
            busy.settle();
            ended = stage.server.shutdown();
            assertThat(idle.closeCode()).isEqualTo(1001);
            assertThat(busy.closeCode()).isEqualTo(1001);
        }
        ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void textsThatAreNotInUtf8AreToldAsSuch() throws Exception {
        assertThat(codeAfter(framed(LAST | TEXT, (byte) 0xff, (byte) 0xfe))).isEqualTo(1007);
        assertThat(codeAfter(framed(TEXT, (byte) '"', (byte) 0xce), framed(LAST | MORE, (byte) '"')))
                .isEqualTo(1007);
    }

    @Test
    void aCharacterInTwoFramesIsOne() throws Exception {
        try (RawPage page = RawPage.open(stage.server.port())) {
            page.frame(TEXT, new byte[] {'{', '"', (byte) 0xce});
            page.frame(LAST | MORE, new byte[] {(byte) 0xba, '"', ':', '1', '}'});
            page.until("'type' is missing");
        }
    }

    @Test
    void nothingFollowsTheServersFarewell() throws Exception {
        Reply one = HuggingFaceDialect.ROUTER.stream(TwinAnswer.of("One"));
        String event = one.events().get(1).substring("data: ".length());
        Reply endless = one.insertAfter(
                2,
                more -> more.events(() -> Collections.nCopies(1_000_000, event).iterator()));
        stage.twin.enqueue(endless);
        try (RawPage page = RawPage.open(stage.server.port())) {
            page.send("{'type':'ask','id':'a','chat':'c','model':'fast','text':'Hello'}");
            page.until("One");
            page.frame(LAST | BINARY, new byte[] {1});
            assertThat(page.closeCode()).isEqualTo(1003);
            assertThat(stage.twin
                            .awaitRequests(1, PATIENCE)
                            .get(0)
                            .awaitClosedByClient(PATIENCE)
                            .cause())
                    .isEqualTo(ReplyEnd.Cause.CLIENT_LEFT);
            CompletableFuture<Void> ended = stage.server.shutdown();
            assertThat(page.rest()).as("frames after the farewell").isEmpty();
            ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
