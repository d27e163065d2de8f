package dev.llmdriver.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.HuggingFaceErrors;
import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import dev.llmdriver.testkit.ReplyEnd;
import dev.llmdriver.testkit.TwinAnswer;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Conversations over a socket. */
@Timeout(180)
class SocketTest {
    private static final Duration PATIENCE = Stage.PATIENCE;

    private static Reply stalledAfterTwoWords() {
        return HuggingFaceDialect.ROUTER.stream(
                        TwinAnswer.builder().pieces("One ", "two ", "three").build())
                .firstEvents(3)
                .build()
                .with(ReplyBuilder::stall);
    }

    private static RecordedRequest asked(Stage stage) throws Exception {
        return stage.twin.awaitRequests(1, PATIENCE).get(0);
    }

    private static JsonNode turns(PageClient page, String chat) throws Exception {
        return page.send("{'type':'turns','chat':'" + chat + "'}").next("turns").path("turns");
    }

    @Test
    void aQuestionIsAnsweredAndKept() throws Exception {
        try (Stage stage = Stage.open();
                PageClient page = PageClient.open(stage.server.port());
                PageClient other = PageClient.open(stage.server.port())) {
            stage.twin.enqueue(TwinAnswer.builder()
                    .reasoning("Hm.")
                    .pieces("Good ", "day")
                    .usage(3, 2)
                    .build());
            page.ask("a1", "c1", "Hello");
            assertThat(page.next("started").path("model").asText()).isEqualTo("huggingface:org/chat");
            assertThat(page.next("reasoning").path("text").asText()).isEqualTo("Hm.");
            assertThat(page.next("text").path("text").asText()).isEqualTo("Good ");
            JsonNode done = page.next("done");
            assertThat(done.path("id").asText()).isEqualTo("a1");
            assertThat(done.path("kept").asBoolean()).isTrue();
            assertThat(done.path("input").asInt()).isEqualTo(3);
            assertThat(done.path("attempts")).hasSize(1);
            assertThat(turns(page, "c1").findValuesAsText("text")).containsExactly("Hello", "Good day");
            assertThat(turns(other, "c1")).isEmpty();
            JsonNode chats = page.send("{'type':'chats'}").next("chats").path("chats");
            assertThat(chats.findValuesAsText("title")).containsExactly("Hello");
            page.send("{'type':'delete','chat':'c1'}").next("deleted");
            assertThat(turns(page, "c1")).isEmpty();
        }
    }

    @Test
    void oneConversationDoesNotWaitForAnother() throws Exception {
        try (Stage stage = Stage.open();
                PageClient page = PageClient.open(stage.server.port())) {
            stage.twin.enqueue(stalledAfterTwoWords());
            page.ask("a1", "c1", "Slow").next("text");
            stage.twin.enqueue(TwinAnswer.of("Quick"));
            page.ask("a2", "c2", "Fast");
            assertThat(page.next("done").path("id").asText()).isEqualTo("a2");
            assertThat(asked(stage).replyEnded()).isFalse();
        }
    }

    @Test
    void aStopCancelsTheCallAndKeepsWhatHadCome() throws Exception {
        try (Stage stage = Stage.open();
                PageClient page = PageClient.open(stage.server.port())) {
            stage.twin.enqueue(stalledAfterTwoWords());
            page.ask("a1", "c1", "Count");
            page.next("text");
            page.next("text");
            page.send("{'type':'stop','id':'a1'}");
            assertThat(page.next("stopped").path("kept").asBoolean()).isTrue();
            assertThat(asked(stage).awaitClosedByClient(PATIENCE).cause()).isEqualTo(ReplyEnd.Cause.CLIENT_LEFT);
            JsonNode answer = turns(page, "c1").get(1);
            assertThat(answer.path("text").asText()).isEqualTo("One two ");
            assertThat(answer.path("partial").asBoolean()).isTrue();
            assertThat(answer.path("model").asText()).isEqualTo("huggingface:org/chat");
        }
    }

    @Test
    void whoeverLeavesCancelsTheCallAndFindsWhatHadCome() throws Exception {
        try (Stage stage = Stage.open()) {
            String cookie = PageClient.cookie(stage.server.port());
            stage.twin.enqueue(stalledAfterTwoWords());
            try (PageClient page = PageClient.open(stage.server.port(), cookie)) {
                page.ask("a1", "c1", "Count").next("text");
            }
            assertThat(asked(stage).awaitClosedByClient(PATIENCE).cause()).isEqualTo(ReplyEnd.Cause.CLIENT_LEFT);
            try (PageClient page = PageClient.open(stage.server.port(), cookie)) {
                long end = System.nanoTime() + PATIENCE.toNanos();
                JsonNode turns = turns(page, "c1");
                while (turns.isEmpty() && System.nanoTime() < end) {
                    turns = turns(page, "c1"); // until it is kept
                }
                assertThat(turns.findValuesAsText("text").get(0)).isEqualTo("Count");
            }
        }
    }

    @Test
    void anErrorBeforeAnyWordKeepsNothing() throws Exception {
        try (Stage stage = Stage.open();
                PageClient page = PageClient.open(stage.server.port())) {
            stage.twin.enqueue(HuggingFaceErrors.wrongToken());
            JsonNode failed = page.ask("a1", "c1", "Hello").next("failed");
            assertThat(failed.path("trouble").path("kind").asText()).isEqualTo("authentication");
            assertThat(failed.path("trouble").path("remedy").asText()).contains("Check the key");
            assertThat(failed.path("kept").asBoolean()).isFalse();
            assertThat(turns(page, "c1")).isEmpty();
        }
    }

    @Test
    void anUnknownModelIsToldByName() throws Exception {
        try (Stage stage = Stage.open();
                PageClient page = PageClient.open(stage.server.port())) {
            page.send("{'type':'ask','id':'a1','chat':'c1','model':'nobody','text':'Hello'}");
            JsonNode trouble = page.next("failed").path("trouble");
            assertThat(trouble.path("message").asText()).contains("There is no model 'nobody'");
            page.send("{'type':'models','id':'x','provider':'nobody'}");
            assertThat(page.next("models").path("trouble").path("kind").asText())
                    .isEqualTo("configuration");
            page.send("{'type':'models','id':'x','provider':'huggingface'}");
            assertThat(page.next("models").path("models").toString()).contains("org/chat");
        }
    }

    @Test
    void theModelIsToldWhatWasSaidBeforeIfThatIsWanted() throws Exception {
        try (Stage stage = Stage.open();
                PageClient page = PageClient.open(stage.server.port())) {
            stage.twin.enqueue(TwinAnswer.of("First"), TwinAnswer.of("Second"), TwinAnswer.of("Third"));
            page.ask("a1", "c1", "One").next("done");
            page.send("{'type':'ask','id':'a2','chat':'c1','model':'fast','text':'One','again':true}")
                    .next("done");
            page.ask("a3", "c1", "Two").next("done");
            page.send("{'type':'ask','id':'a4','chat':'c1','model':'fast','text':'Three','memory':false}")
                    .next("done");
            assertThat(stage.twin.requests().get(1).body()).doesNotContain("First");
            assertThat(stage.twin.requests().get(2).body()).contains("First", "Second");
            assertThat(stage.twin.requests().get(3).body()).contains("Three").doesNotContain("Third");
        }
    }

    @Test
    void aLongConversationIsShownFromItsLatestTurns() throws Exception {
        try (Stage stage = Stage.open();
                PageClient page = PageClient.open(stage.server.port())) {
            stage.twin.enqueue(TwinAnswer.of("a".repeat(600_000)), TwinAnswer.of("b".repeat(600_000)));
            page.ask("a1", "c1", "One").next("done");
            assertThat(past(page).path("earlier").asBoolean()).isFalse();
            page.ask("a2", "c1", "Two").next("done");
            JsonNode past = past(page);
            assertThat(past.path("earlier").asBoolean()).isTrue();
            assertThat(past.path("turns")).hasSize(2);
            assertThat(past.path("turns").get(0).path("text").asText()).isEqualTo("Two");
            assertThat(past.path("turns").get(1).path("cut").asBoolean()).isFalse();

            stage.twin.enqueue(TwinAnswer.of("c".repeat(1_200_000)));
            page.ask("a3", "c1", "Three").next("done");
            JsonNode longest = past(page).path("turns");
            assertThat(longest).hasSize(1);
            assertThat(longest.get(0).path("cut").asBoolean()).isTrue();
            assertThat(longest.get(0).path("text").asText()).isEqualTo("c".repeat(1_000_000));
        }
    }

    private static JsonNode past(PageClient page) throws Exception {
        return page.send("{'type':'turns','chat':'c1'}").next("turns");
    }

    @Test
    void aWholeAnswerWithoutWordsIsKeptAndNotToldToTheNextModel() throws Exception {
        try (Stage stage = Stage.open();
                PageClient page = PageClient.open(stage.server.port())) {
            stage.twin.enqueue(TwinAnswer.builder().reasoning("Hm.").pieces("").build(), TwinAnswer.of("Second"));
            assertThat(page.ask("a1", "c1", "One").next("done").path("kept").asBoolean())
                    .isTrue();
            assertThat(turns(page, "c1").findValuesAsText("text")).containsExactly("One", "");
            page.ask("a2", "c1", "Two").next("done");
            assertThat(stage.twin.requests().get(1).body())
                    .contains("One", "Two")
                    .doesNotContain("assistant");
        }
    }

    /** {@return a stream of 100 MB} */
    private static Reply large() {
        Reply one = HuggingFaceDialect.ROUTER.stream(
                TwinAnswer.builder().pieces("#".repeat(10_000)).build());
        String event = one.events().get(1).substring("data: ".length());
        return one.insertAfter(
                2, more -> more.events(() -> Collections.nCopies(9_999, event).iterator()));
    }

    @Test
    void aPageThatReadsNothingStopsTheProvider() throws Exception {
        try (Stage stage = Stage.open();
                PageClient page = PageClient.deaf(stage.server.port())) {
            stage.twin.enqueue(large());
            page.ask("a1", "c1", "Much");
            long taken = stage.twin.awaitWriteBlocked(Duration.ofMillis(300), PATIENCE);
            assertThat(taken).isLessThan(90_000_000);
            page.socket.abort();
            assertThat(asked(stage).awaitClosedByClient(PATIENCE).cause()).isEqualTo(ReplyEnd.Cause.CLIENT_LEFT);
        }
    }

    @Test
    void anAnswerUnderWayMayEndWhileTheServerDoes() throws Exception {
        try (Stage stage = Stage.open();
                PageClient page = PageClient.open(stage.server.port())) {
            stage.twin.enqueue(HuggingFaceDialect.ROUTER.stream(TwinAnswer.of("One two"))
                    .with(reply -> reply.delayHead(Duration.ofSeconds(3))));
            page.ask("a1", "c1", "Count");
            asked(stage);
            CompletableFuture<Void> ended = stage.server.shutdown();
            page.ask("a2", "c1", "More");
            assertThat(page.next("refused").path("message").asText()).contains("shutting down");
            assertThat(page.next("done").path("kept").asBoolean()).isTrue();
            ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
