package dev.llmdriver.testkit.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.spi.DriverOptions;
import dev.llmdriver.testkit.Recording;
import dev.llmdriver.testkit.replay.Outcome.Answer;
import dev.llmdriver.testkit.replay.Outcome.Failure;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replay that always agreed would prove nothing: each way to disagree is found. */
class ReplayTest {
    private final EchoDriver driver = new EchoDriver();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void agreesWhereTheOutcomeIsTheSame(boolean stream) {
        for (Cut cut : Cut.noneAndRandom(5)) {
            assertThat(disagreement(recording("hello"), stream, answer("hello"), cut))
                    .isEmpty();
        }
    }

    @Test
    void aFailureMayHaveSeveralKinds() {
        Recording refused = recording("no").toBuilder().status(503).build();
        assertThat(disagreement(refused, false, new Failure(503, Set.of("overloaded", "server_error")), Cut.NONE))
                .isEmpty();
        assertThat(disagreement(refused, false, new Failure(503, Set.of("overloaded")), Cut.NONE))
                .hasValueSatisfying(text -> assertThat(text).contains("server_error"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void findsAnotherOutcome(boolean stream) {
        assertThat(disagreement(recording("hello"), stream, answer("goodbye"), Cut.NONE))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("here#0")
                        .contains("expected Answer[text=goodbye")
                        .contains("but was  Answer[text=hello"));
        assertThat(disagreement(recording("hello"), stream, new Failure(200, Set.of("overloaded")), Cut.NONE))
                .isPresent();
    }

    @Test
    void findsMoreThanOneRequest() {
        driver.requests(2);
        assertThat(disagreement(recording("hello"), false, answer("hello"), Cut.NONE))
                .hasValueSatisfying(text -> assertThat(text).contains("requests at the socket"));
    }

    @Test
    void findsAnAttemptThatWasNot() {
        driver.attempts(2);
        assertThat(disagreement(recording("hello"), false, answer("hello"), Cut.NONE))
                .hasValueSatisfying(text -> assertThat(text).contains("attempts: "));
    }

    @Test
    void findsAnotherRequestId() {
        Recording recording = recording("hello").toBuilder().header("x-id", "7").build();
        try (Replay replay = replay().requestIdIn("x-other", "x-id")) {
            assertThat(replay.disagreement(played(recording, false, answer("hello")), Cut.NONE))
                    .hasValueSatisfying(text -> assertThat(text).contains("request id is Optional.empty"));
        }
        try (Replay replay = replay().servedByIn("x-id")) {
            assertThat(replay.disagreement(played(recording, false, answer("hello")), Cut.NONE))
                    .hasValueSatisfying(text -> assertThat(text).contains("served by is Optional.empty"));
        }
    }

    @Test
    void saysHowManyDisagree() {
        ReplayCase good = played(recording("hello"), false, answer("hello"));
        ReplayCase bad = played(recording("hello"), false, answer("goodbye"));
        try (Replay replay = replay()) {
            replay.play(List.of(good), Cut.NONE);
            assertThatThrownBy(() -> replay.play(List.of(good, bad), new Cut(3L)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("1 of 2 disagree, split with seed 3 (replay.seed=");
        }
    }

    private Optional<String> disagreement(Recording recording, boolean stream, Outcome expected, Cut cut) {
        try (Replay replay = replay()) {
            return replay.disagreement(played(recording, stream, expected), cut);
        }
    }

    private Replay replay() {
        return new Replay(
                LlmDrivers.of(driver),
                "model",
                (base, setting) -> DriverOptions.builder(EchoDriver.ID)
                        .set("base-url", base.toString())
                        .build());
    }

    private static ReplayCase played(Recording recording, boolean stream, Outcome expected) {
        return new ReplayCase(recording, "any", ChatRequest.of("Hello"), stream, expected);
    }

    private static Recording recording(String body) {
        return Recording.builder().source("here#0").body(body).build();
    }

    private static Answer answer(String text) {
        return new Answer(text, "", List.of(), null, "STOP", "", "", "");
    }
}
