package dev.llmdriver.server;

import static dev.llmdriver.server.ApiStage.TWIN;
import static dev.llmdriver.server.ApiStage.saying;
import static dev.llmdriver.server.Stage.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.server.internal.auth.TokenMaker;
import dev.llmdriver.server.internal.chats.ChatStore;
import dev.llmdriver.server.internal.chats.DatabaseSettings;
import dev.llmdriver.server.internal.chats.SqlChats;
import dev.llmdriver.server.internal.chats.Turn;
import dev.llmdriver.testkit.HuggingFaceTwin;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinModel;
import dev.llmdriver.testkit.TwinOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process of a server ends while many chats are open, and the file of conversations is looked into afterwards. */
@Timeout(240)
class RestartTest {
    private static final int CHATS = FaultSize.of(40, 200);
    private static final int WORDS = 16;
    private static final int ENDLESS = 3000;
    private static final Duration PACE = Duration.ofMillis(200);

    @TempDir
    Path folder;

    private final HuggingFaceTwin twin = HuggingFaceTwin.start(TwinOptions.defaults())
            .serve(TwinModel.chat("org/chat"))
            .pace(PACE)
            .answers(RestartTest::words);
    private final List<RawCall> calls = new ArrayList<>();
    private GatewayProcess gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = GatewayProcess.start(folder, twin.v1());
    }

    @AfterEach
    void end() throws Exception {
        for (RawCall call : calls) {
            call.close();
        }
        gateway.close();
        twin.close();
    }

    /** {@return as many words as were asked for} */
    private static TwinAnswer words(RecordedRequest asked) {
        int words = asked.json().at("/messages/0/content").asInt();
        return TwinAnswer.builder()
                .pieces(Collections.nCopies(words, "word ").toArray(String[]::new))
                .build();
    }

    private void open(int words) throws IOException {
        String path = TWIN + "?chat_id=c" + calls.size();
        calls.add(RawCall.post(gateway.port, path, TokenMaker.right("ann"), saying(Integer.toString(words))));
    }

    /** {@return few for most, so that they have ended by then, and so many for some that they never do} */
    private static int words(int chat) {
        return chat % 5 == 4 ? ENDLESS : 1 + chat % WORDS;
    }

    private static List<Turn> kept(ChatStore file, int chat) throws Exception {
        return file.turns("ann", "c" + chat, 10).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void whoeverEndsItPolitelyLosesNoAnswerUnderWay() throws Exception {
        for (int i = 0; i < CHATS; i++) {
            open(WORDS);
        }
        for (RawCall call : calls) {
            call.until("word ");
        }
        gateway.end();
        for (RawCall call : calls) {
            assertThat(call.whole()).contains("event: finish");
        }
        gateway.awaitEnd();
        try (ChatStore file = new SqlChats(DatabaseSettings.in(folder))) {
            for (int i = 0; i < CHATS; i++) {
                List<Turn> kept = kept(file, i);
                assertThat(kept).extracting(Turn::text).containsExactly(Integer.toString(WORDS), "word ".repeat(WORDS));
                assertThat(kept.get(1).partial()).isFalse();
            }
        }
    }

    @Test
    void whoeverKillsItLosesNothingThatWasAcknowledged() throws Exception {
        for (int i = 0; i < CHATS; i++) {
            open(words(i));
        }
        calls.get(0).whole();
        calls.get(WORDS / 2).until("event: finish");
        gateway.kill();
        int acknowledged = 0;
        try (ChatStore file = new SqlChats(DatabaseSettings.in(folder))) {
            for (int i = 0; i < CHATS; i++) {
                List<Turn> kept = kept(file, i);
                if (calls.get(i).whole().contains("event: finish")) {
                    acknowledged++;
                    assertThat(kept)
                            .extracting(Turn::text)
                            .containsExactly(Integer.toString(words(i)), "word ".repeat(words(i)));
                } else if (!kept.isEmpty()) {
                    assertThat(kept)
                            .as("a question and what came of its answer")
                            .hasSize(2);
                }
            }
        }
        assertThat(acknowledged).isPositive().isLessThan(CHATS);
    }
}
