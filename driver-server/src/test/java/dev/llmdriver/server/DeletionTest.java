package dev.llmdriver.server;

import static dev.llmdriver.server.ApiStage.TWIN;
import static dev.llmdriver.server.Stage.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.server.internal.auth.TokenMaker;
import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import dev.llmdriver.testkit.ReplyEnd;
import dev.llmdriver.testkit.TwinAnswer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A conversation is deleted while somebody answers in it. */
@Timeout(180)
class DeletionTest {
    private static Reply stalledAfterTwoWords() {
        return HuggingFaceDialect.ROUTER.stream(
                        TwinAnswer.builder().pieces("One ", "two ", "three").build())
                .firstEvents(3)
                .build()
                .with(ReplyBuilder::stall);
    }

    private static ReplyEnd.Cause end(Stage stage) throws Exception {
        return stage.twin
                .awaitRequests(1, PATIENCE)
                .get(0)
                .awaitClosedByClient(PATIENCE)
                .cause();
    }

    @Test
    void anAnswerInAnotherWindowStopsAndDoesNotComeBack() throws Exception {
        try (Stage stage = Stage.open()) {
            String cookie = PageClient.cookie(stage.server.port());
            try (PageClient one = PageClient.open(stage.server.port(), cookie);
                    PageClient two = PageClient.open(stage.server.port(), cookie)) {
                stage.twin.enqueue(stalledAfterTwoWords());
                one.ask("a1", "c1", "Count").next("text");
                two.send("{'type':'delete','chat':'c1'}").next("deleted");
                JsonNode stopped = one.next("stopped");
                assertThat(stopped.path("deleted").asBoolean()).isTrue();
                assertThat(stopped.path("kept").asBoolean()).isFalse();
                assertThat(end(stage)).isEqualTo(ReplyEnd.Cause.CLIENT_LEFT);
                assertThat(two.send("{'type':'turns','chat':'c1'}")
                                .next("turns")
                                .path("turns"))
                        .isEmpty();
                assertThat(two.send("{'type':'chats'}").next("chats").path("chats"))
                        .isEmpty();
            }
        }
    }

    @Test
    void somebodyElsesConversationOfThatNameGoesOn() throws Exception {
        try (Stage stage = Stage.open();
                PageClient ann = PageClient.open(stage.server.port());
                PageClient bob = PageClient.open(stage.server.port())) {
            stage.twin.enqueue(stalledAfterTwoWords());
            ann.ask("a1", "c1", "Count").next("text");
            bob.send("{'type':'delete','chat':'c1'}").next("deleted");
            ann.send("{'type':'stop','id':'a1'}");
            JsonNode stopped = ann.next("stopped");
            assertThat(stopped.path("deleted").asBoolean()).isFalse();
            assertThat(stopped.path("kept").asBoolean()).isTrue();
        }
    }

    @Test
    void aStreamIntoADeletedConversationEndsAndSaysWhy(@TempDir Path folder) throws Exception {
        try (ApiStage api = ApiStage.open(folder, Map.of());
                PageClient page = PageClient.open(api.stage.server.port())) {
            String token = TokenMaker.right("ann");
            page.send("{'type':'hello','token':'" + token + "'}").next("ready");
            api.stage.twin.enqueue(stalledAfterTwoWords());
            try (RawCall call =
                    RawCall.post(api.stage.server.port(), TWIN + "?chat_id=my.chat", token, ApiStage.saying("Count"))) {
                call.until("two ");
                page.send("{'type':'delete','chat':'my.chat'}").next("deleted");
                assertThat(call.whole())
                        .contains("event: error\ndata: {\"statusCode\":410,"
                                + "\"statusMessage\":\"The conversation was deleted.\"}");
            }
            assertThat(end(api.stage)).isEqualTo(ReplyEnd.Cause.CLIENT_LEFT);
            assertThat(api.kept("ann", "my.chat")).isEmpty();
        }
    }
}
