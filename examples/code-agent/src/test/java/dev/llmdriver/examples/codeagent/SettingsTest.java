package dev.llmdriver.examples.codeagent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Attempt;
import dev.llmdriver.Attempt.Purpose;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.ScriptedAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code llm.properties} asks for is what happens, in a day that passes in a moment. */
class SettingsTest {
    private final ScriptDriver driver = new ScriptDriver();
    private LlmClient client;

    @BeforeEach
    void open(@TempDir Path folder) {
        client = CodeAgent.client(driver.configuration(folder), Duration.ofSeconds(30));
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void fiveAttemptsWithGrowingWaits() {
        driver.model.answers(request -> ScriptedAnswer.failing(ErrorKind.OVERLOADED));
        var answer = ask();
        List<Integer> sent = new ArrayList<>();
        for (int second = 0; second <= 60; second++) {
            sent.add(driver.model.requests().size());
            driver.clock.advance(Duration.ofSeconds(1));
        }
        assertThat(sent.subList(0, 17)).containsExactly(1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5);
        assertThat(failure(answer).attempts()).hasSize(5);
        assertThat(failure(answer).kind()).isEqualTo(ErrorKind.OVERLOADED);
    }

    @Test
    void anAttemptHasHalfAMinute() {
        driver.model.enqueue(ScriptedAnswer.builder().silence().build(), ScriptedAnswer.of("late, but here"));
        var answer = ask();
        driver.clock.advance(Duration.ofSeconds(29));
        assertThat(driver.model.requests()).hasSize(1);
        driver.clock.advance(Duration.ofSeconds(2));
        assertThat(answer.join().text()).isEqualTo("late, but here");
        assertThat(answer.join().attempts()).extracting(Attempt::purpose).containsExactly(Purpose.FIRST, Purpose.RETRY);
    }

    @Test
    void anAnswerInTimeStopsTheClockOfItsAttempt() {
        driver.model.enqueue(ScriptedAnswer.builder()
                .delay(Duration.ofSeconds(20))
                .text("slow")
                .build());
        var answer = ask();
        driver.clock.advance(Duration.ofSeconds(20));
        assertThat(answer.join().text()).isEqualTo("slow");
        assertThat(driver.clock.pendingAlarms()).isZero();
    }

    @Test
    void aCallHasAMinuteInAll() {
        driver.model.answers(request -> ScriptedAnswer.builder().silence().build());
        var answer = ask();
        driver.clock.advance(Duration.ofSeconds(59));
        assertThat(answer).isNotDone();
        driver.clock.advance(Duration.ofSeconds(2));
        assertThat(failure(answer).kind()).isEqualTo(ErrorKind.TIMEOUT);
        assertThat(driver.model.requests()).hasSize(2);
    }

    @Test
    void aModelThatLoadsIsWaitedFor() {
        driver.model.enqueue(
                ScriptedAnswer.failing(ErrorKind.MODEL_LOADING),
                ScriptedAnswer.failing(ErrorKind.MODEL_LOADING),
                ScriptedAnswer.of("loaded"));
        var answer = ask();
        driver.clock.advance(Duration.ofSeconds(30));
        assertThat(answer.join().text()).isEqualTo("loaded");
        assertThat(answer.join().attempts()).extracting(Attempt::purpose).contains(Purpose.COLD_START);
    }

    @Test
    void tenAreUnderWayAtOnce() {
        driver.model.answers(request ->
                ScriptedAnswer.builder().delay(Duration.ofSeconds(5)).text("hi").build());
        List<CompletableFuture<ChatResponse>> answers = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            answers.add(ask());
        }
        assertThat(driver.model.requests()).hasSize(10);
        driver.clock.advance(Duration.ofSeconds(10));
        assertThat(driver.model.requests()).hasSize(11);
        assertThat(answers).allMatch(CompletableFuture::isDone);
    }

    @Test
    void anHourHasThreeThousandAndADayThirtyThousand() {
        driver.model.answers(request -> ScriptedAnswer.of("hi"));
        for (int hour = 0; hour < 10; hour++) {
            for (int i = 0; i < 3_000; i++) {
                assertThat(ask()).isCompleted();
            }
            assertThat(failure(ask()).kind()).as("in hour %d", hour).isEqualTo(ErrorKind.LIMIT_EXCEEDED);
            driver.clock.advance(Duration.ofHours(1));
        }
        assertThat(failure(ask()).retryAfter().orElseThrow()).isGreaterThan(Duration.ofHours(10));
        assertThat(driver.model.requests()).hasSize(30_000);
        driver.clock.advance(Duration.ofHours(14));
        assertThat(ask()).isCompleted();
    }

    private CompletableFuture<ChatResponse> ask() {
        return client.model().generateAsync(ChatRequest.of("a page"));
    }

    private static LlmException failure(CompletableFuture<ChatResponse> answer) {
        assertThat(answer).isCompletedExceptionally();
        return LlmException.of(answer.handle((value, thrown) -> thrown).join());
    }
}
