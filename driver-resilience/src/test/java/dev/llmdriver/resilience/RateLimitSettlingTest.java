package dev.llmdriver.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.CallOptions;
import dev.llmdriver.Message;
import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.resilience.internal.gate.Outcome;
import dev.llmdriver.resilience.internal.gate.Size;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.LimitGauge;
import dev.llmdriver.testkit.ManualScheduler;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is booked when an attempt ends. */
class RateLimitSettlingTest {
    private final ManualScheduler clock = new ManualScheduler();
    private final List<LimitGauge> gauges = new ArrayList<>();
    private final Gate gate = RateLimiter.builder("fast")
            .store(LimitStore.inProcess(clock))
            .requests(Span.HOUR, 10)
            .tokens(Span.DAY, 1000)
            .gauges(gauges::add)
            .build()
            .gate();

    private final Asker asker = Asker.of(gate, clock, 196, 150); // reserves 200

    private double remaining(int gauge) {
        return gauges.get(gauge).remaining().getAsDouble();
    }

    private void assertBooked(int requests, int tokens) {
        assertThat(10 - remaining(0)).as("requests").isEqualTo(requests);
        assertThat(1000 - remaining(1)).as("tokens").isEqualTo(tokens);
    }

    @Test
    void gaugesTellWhatIsLeft() {
        assertThat(gauges).extracting(LimitGauge::kind).containsExactly("requests", "tokens");
        assertThat(gauges).extracting(LimitGauge::window).containsExactly("hour", "day");
        assertThat(gauges).extracting(LimitGauge::scope).containsOnly("fast");
        assertBooked(1, 200);
    }

    @Test
    void usageTakesThePlaceOfTheEstimate() {
        asker.sends().answered(Usage.of(30, 12));

        assertBooked(1, 42);
    }

    @Test
    void noUseGivesBackMoreThanWasTaken() {
        asker.sends().answered(Usage.of(Long.MAX_VALUE, 2));

        assertThat(remaining(1)).isNegative();
    }

    @Test
    void theProvidersTotalCounts() {
        asker.sends().answered(Usage.builder().input(30).output(12).total(60).build());

        assertBooked(1, 60);
    }

    @Test
    void moreThanTheEstimateIsBookedWithoutBlocking() {
        asker.sends().answered(Usage.of(1000, 500));

        assertBooked(1, 1500);
    }

    @Test
    void anAnswerWithoutUsageCostsTheEstimate() {
        asker.sends().answered(null);

        assertBooked(1, 200);
    }

    @Test
    void whatNeverLeftIsGivenBack() {
        asker.neverLeft();

        assertBooked(0, 0);
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorKind.class,
            names = {"RATE_LIMITED", "OVERLOADED", "INVALID_REQUEST", "MODEL_LOADING", "AUTHENTICATION"})
    void whatTheProviderTurnsDownIsARequestWithoutTokens(ErrorKind kind) {
        asker.sends().failed(kind);

        assertBooked(1, 0);
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorKind.class,
            names = {"CANCELLED", "STREAM_INTERRUPTED", "TIMEOUT", "SERVER_ERROR", "MALFORMED_RESPONSE"})
    void whatEndsNobodyKnowsHowCostsTheEstimate(ErrorKind kind) {
        asker.sends().failed(kind);

        assertBooked(1, 200);
    }

    @Test
    void anErrorAfterContentCostsTheEstimateWhateverItsKind() {
        asker.sends()
                .failed(LlmException.builder(ErrorKind.OVERLOADED, "scripted")
                        .partial(PartialAnswer.of(Message.assistant("Hel")))
                        .build());

        assertBooked(1, 200);
    }

    @Test
    void whatWasSeenOfABrokenAnswerCountsIfItIsMore() {
        LlmException cut =
                LlmException.builder(ErrorKind.STREAM_INTERRUPTED, "scripted").build();
        Usage seen = Usage.of(196, 300).asPartial();

        asker.sends().pass.join().end(new Outcome(Optional.of(seen), Optional.of(cut), 1));

        assertBooked(1, 496);
    }

    @Test
    void everyRequestOfAnAttemptCounts() {
        asker.sends().sends().sends().end(Optional.of(Usage.of(10, 0)), Optional.empty(), 3);

        assertBooked(3, 10);
    }

    @Test
    void whatTheCallSentBeforeIsNotCountedAgain() {
        asker.sends().failed(ErrorKind.OVERLOADED);
        Asker again = Asker.of(gate, asker.call, new Size(OptionalLong.of(0), OptionalLong.of(0)));

        again.sends().answered(Usage.of(1, 1));

        assertBooked(2, 2);
    }

    @Test
    void aPartThatIsTurnedDownDoesNotPayForThoseThatWereAnswered() {
        LlmException limited = ScriptedEngine.hinted(ErrorKind.OVERLOADED, Duration.ofSeconds(1));

        asker.sends().sends().end(Optional.empty(), Optional.of(limited), 2);

        assertBooked(2, 200);
    }

    @Test
    void theLimitsOfAnotherAddressCloseNothing() {
        CallOptions elsewhere =
                CallOptions.builder().baseUrl(URI.create("http://localhost:1")).build();

        Asker.of(gate, clock, elsewhere)
                .sends()
                .failed(ScriptedEngine.hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(20)));

        assertThat(Asker.of(gate, clock, 0, 0).isIn()).isTrue();
    }

    @Test
    void whoWaitsHearsOfWhatIsGivenBack() {
        Asker large = Asker.of(gate, clock, 0, 798);
        clock.advance(Duration.ofHours(24).minusSeconds(30));
        Asker waiting = Asker.of(gate, clock, 0, 100);
        assertThat(waiting.isWaiting()).isTrue();

        large.sends().answered(Usage.of(10, 10));

        assertThat(waiting.isIn()).isTrue();
        assertThat(clock.pendingAlarms()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorKind.class,
            names = {"RATE_LIMITED", "QUOTA_EXHAUSTED"})
    void theProvidersResetClosesTheWindows(ErrorKind kind) {
        asker.sends().failed(ScriptedEngine.hinted(kind, Duration.ofSeconds(20)));

        Asker next = Asker.of(gate, clock, 0, 0);

        assertThat(remaining(0)).isZero();
        assertThat(next.waits)
                .singleElement()
                .satisfies(waiting -> assertThat(waiting.estimate()).contains(Duration.ofSeconds(20)));
        clock.advance(Duration.ofSeconds(20).minusNanos(1));
        assertThat(next.isWaiting()).isTrue();
        clock.advance(Duration.ofNanos(1));
        assertThat(next.isIn()).isTrue();
        assertThat(remaining(0)).isEqualTo(8);
    }

    @Test
    void otherErrorsWithAHintCloseNothing() {
        asker.sends().failed(ScriptedEngine.hinted(ErrorKind.OVERLOADED, Duration.ofSeconds(20)));

        assertThat(Asker.of(gate, clock, 0, 0).isIn()).isTrue();
    }

    @Test
    void eachKeyOfAPoolHasWindowsOfItsOwnAndRestsInThePool() {
        Asker blue = labelled("blue");
        blue.sends().failed(ScriptedEngine.hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(20)));
        Asker green = labelled("green");

        assertThat(labelled("blue").isIn()).isTrue();
        assertThat(green.isIn()).isTrue();
        assertThat(gauges)
                .extracting(LimitGauge::scope)
                .containsExactly("fast", "fast", "fast/blue", "fast/blue", "fast/green", "fast/green");
        assertBooked(1, 200);
        assertThat(remaining(2)).isEqualTo(8);
        assertThat(remaining(4)).isEqualTo(9);
    }

    private Asker labelled(String label) {
        CallContext call = CallContext.of(clock).with(CallContext.KEY_LABEL, label);
        return Asker.of(gate, call, new Size(OptionalLong.of(0), OptionalLong.of(0)));
    }
}
