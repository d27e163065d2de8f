package dev.llmdriver.server;

import static dev.llmdriver.server.RawPage.CLOSE;
import static dev.llmdriver.server.RawPage.LAST;
import static dev.llmdriver.server.RawPage.TEXT;
import static dev.llmdriver.server.Stage.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.ManualScheduler;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import dev.llmdriver.testkit.ReplyEnd;
import dev.llmdriver.testkit.TwinAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pages that are gone without a word, and those that are there without one. */
@Timeout(180)
class PulseTest {
    private static final Duration BEAT = Duration.ofSeconds(30);
    private static final String QUESTION = "{'type':'ask','id':'a1','chat':'c1','model':'fast','text':'Count'}";

    private final ManualScheduler clock = new ManualScheduler();

    private Stage open() throws Exception {
        Stage stage = Stage.open(builder -> builder.scheduler(clock));
        stage.twin.enqueue(HuggingFaceDialect.ROUTER.stream(
                        TwinAnswer.builder().pieces("One ", "two ", "three").build())
                .firstEvents(3)
                .build()
                .with(ReplyBuilder::stall));
        return stage;
    }

    @Test
    void thePageThatIsGoneIsNoticedWithinTwoMinutes() throws Exception {
        try (Stage stage = open();
                RawPage page = RawPage.open(stage.server.port())) {
            page.send(QUESTION);
            page.until("two ");
            for (int i = 0; i < 3; i++) {
                clock.advance(BEAT);
                page.untilPing();
            }
            assertThat(stage.twin.requests().get(0).replyEnded()).isFalse();
            clock.advance(BEAT);
            assertThat(stage.twin
                            .requests()
                            .get(0)
                            .awaitClosedByClient(PATIENCE)
                            .cause())
                    .isEqualTo(ReplyEnd.Cause.CLIENT_LEFT);
            page.untilEnd();
        }
    }

    @Test
    void thePageThatAnswersPingsMaySayNothingForDays() throws Exception {
        try (Stage stage = open();
                RawPage page = RawPage.open(stage.server.port())) {
            page.send(QUESTION);
            page.until("two ");
            for (int i = 0; i < 20; i++) {
                clock.advance(BEAT);
                page.untilPing();
                page.pong();
                page.send("{'type':'hello'}"); // no sign of life by itself: its answer tells that the pong was heard
                page.until("ready");
            }
            assertThat(stage.twin.requests().get(0).replyEnded()).isFalse();
            page.send("{'type':'stop','id':'a1'}");
            page.until("stopped");
        }
    }

    @Test
    void thePageThatIsGoneIsNoticedBehindWhatItDoesNotTake() throws Exception {
        cutOff(page -> {});
    }

    /** The answer to it stands behind all that is not taken. */
    @Test
    void thePageThatSaysFarewellAndTakesNothingIsCutOff() throws Exception {
        cutOff(page -> page.frame(LAST | CLOSE, new byte[0]));
    }

    @Test
    void thePageThatIsSentAwayAndTakesNothingIsCutOff() throws Exception {
        cutOff(page -> {
            int alarms = clock.pendingAlarms();
            page.frame(TEXT, new byte[1]); // it never ends, so the page is sent away after the first beat
            while (clock.pendingAlarms() == alarms) {
                Thread.onSpinWait(); // until the server has seen it
            }
        });
    }

    /** What a page does. */
    private interface Deed {
        void to(RawPage page) throws IOException;
    }

    private void cutOff(Deed deed) throws Exception {
        Reply one = HuggingFaceDialect.ROUTER.stream(
                TwinAnswer.builder().pieces("#".repeat(10_000)).build());
        String event = one.events().get(1).substring("data: ".length());
        try (Stage stage = Stage.open(builder -> builder.scheduler(clock));
                RawPage page = RawPage.open(stage.server.port())) {
            stage.twin.enqueue(one.insertAfter(
                    2,
                    more -> more.events(() -> Collections.nCopies(9_999, event).iterator())));
            page.send(QUESTION);
            stage.twin.awaitWriteBlocked(Duration.ofMillis(300), PATIENCE);
            deed.to(page);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!stage.twin.requests().get(0).replyEnded() && System.nanoTime() < end) {
                clock.advance(BEAT); // until all beats were set and heard
            }
            assertThat(stage.twin
                            .requests()
                            .get(0)
                            .awaitClosedByClient(PATIENCE)
                            .cause())
                    .isEqualTo(ReplyEnd.Cause.CLIENT_LEFT);
        }
    }
}
