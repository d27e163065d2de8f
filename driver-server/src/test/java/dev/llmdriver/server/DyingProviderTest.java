package dev.llmdriver.server;

import static dev.llmdriver.server.ApiStage.TWIN;
import static dev.llmdriver.server.ApiStage.saying;
import static dev.llmdriver.server.Stage.CHAT;
import static dev.llmdriver.server.Stage.PATIENCE;
import static dev.llmdriver.server.Stage.asking;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.server.internal.auth.TokenMaker;
import dev.llmdriver.server.internal.chats.Turn;
import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import dev.llmdriver.testkit.TwinAnswer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A provider that dies while fifty answers of it are under way. */
@Timeout(180)
class DyingProviderTest {
    private static final int EACH = 25;

    @TempDir
    Path folder;

    private static Reply twoWords() {
        return HuggingFaceDialect.ROUTER.stream(
                        TwinAnswer.builder().pieces("One ", "two ", "three").build())
                .firstEvents(3)
                .build()
                .with(ReplyBuilder::stall);
    }

    private static List<RawCall> open(ApiStage api, boolean kept) throws Exception {
        List<RawCall> calls = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            api.stage.twin.enqueue(twoWords());
            calls.add(RawCall.post(
                    api.stage.server.port(),
                    kept ? TWIN + "?chat_id=c" + i : CHAT,
                    TokenMaker.right("ann"),
                    kept ? saying("Hello") : asking("fast", ",\"stream\":true")));
        }
        return calls;
    }

    @Test
    void everybodyIsToldAndWhatCameIsKeptAsAPart() throws Exception {
        try (ApiStage api = ApiStage.open(folder, Map.of())) {
            List<RawCall> plain = open(api, false);
            List<RawCall> chats = open(api, true);
            for (List<RawCall> calls : List.of(plain, chats)) {
                for (RawCall call : calls) {
                    assertThat(call.until("two ")).contains("HTTP/1.1 200", "One ");
                }
            }
            api.stage.twin.close();

            for (RawCall call : plain) {
                assertThat(call.whole())
                        .contains("\"error\":{")
                        .contains("stream_interrupted")
                        .doesNotContain("[DONE]");
                call.close();
            }
            for (RawCall call : chats) {
                assertThat(call.whole()).contains("event: error").doesNotContain("event: finish");
                call.close();
            }
            for (int i = 0; i < EACH; i++) {
                List<Turn> kept = api.kept("ann", "c" + i);
                assertThat(kept).extracting(Turn::text).containsExactly("Hello", "One two ");
                assertThat(kept).extracting(Turn::partial).containsExactly(false, true);
            }
            api.stage.twin.awaitNoConnections(PATIENCE);
            assertThat(api.ask("ann", CHAT, asking("fast", "")).statusCode()).isEqualTo(502);
        }
    }
}
