package dev.llmdriver.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatEvent.WaitReason;
import dev.llmdriver.Usage;
import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.resilience.internal.gate.Size;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is let through, who waits and who is refused. */
class RateLimiterTest {
    private final ManualScheduler clock = new ManualScheduler();

    private RateLimiter.Builder limiter() {
        return RateLimiter.builder("fast").store(LimitStore.inProcess(clock));
    }

    private Gate perMinute(long most) {
        return limiter().requests(Span.MINUTE, most).build().gate();
    }

    private List<Asker> ask(Gate gate, int times) {
        return IntStream.range(0, times).mapToObj(i -> Asker.of(gate, clock)).toList();
    }

    @Test
    void whatTheLimitAllowsPassesAtOnceAndTheRestInTheNextWindow() {
        List<Asker> askers = ask(perMinute(2), 4);

        assertThat(askers).extracting(Asker::isIn).containsExactly(true, true, false, false);
        clock.advance(Duration.ofSeconds(60).minusNanos(1));
        assertThat(askers).extracting(Asker::isIn).containsExactly(true, true, false, false);
        clock.advance(Duration.ofNanos(1));

        assertThat(askers).allMatch(Asker::isIn);
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void whoWaitsIsToldOnceAndHowLong() {
        clock.advance(Duration.ofSeconds(15));
        List<Asker> askers = ask(perMinute(1), 2);
        clock.advance(Duration.ofMinutes(1));

        assertThat(askers.get(0).waits).isEmpty();
        assertThat(askers.get(1).waits).singleElement().satisfies(waiting -> {
            assertThat(waiting.reason()).isEqualTo(WaitReason.LIMITER);
            assertThat(waiting.estimate()).contains(Duration.ofSeconds(45));
        });
    }

    @Test
    void whoCannotBeLetThroughInTimeIsRefusedAtOnce() {
        Gate gate = limiter().requests(Span.HOUR, 1).build().gate();

        Asker second = ask(gate, 2).get(1);

        assertThat(second.refusal()).satisfies(refusal -> {
            assertThat(refusal.kind()).isEqualTo(ErrorKind.LIMIT_EXCEEDED);
            assertThat(refusal.reason()).isEqualTo("rate_limit");
            assertThat(refusal.advice()).isEqualTo(Advice.NEXT_TARGET);
            assertThat(refusal.retryAfter()).contains(Duration.ofHours(1));
            assertThat(refusal.model()).contains("model");
            assertThat(refusal)
                    .hasMessage("the limit of 1 requests per hour for fast is used up for another 3600.1 s, longer than"
                            + " this call may wait; come back then, let calls wait longer, or raise the limit");
        });
        assertThat(second.waits).isEmpty();
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void whoStandsTooFarBackIsRefusedAtOnceToo() {
        List<Asker> askers = ask(perMinute(2), 6);

        assertThat(askers.subList(2, 4)).allMatch(Asker::isWaiting);
        assertThat(askers.subList(4, 6))
                .allSatisfy(
                        refused -> assertThat(refused.refusal().retryAfter()).contains(Duration.ofMinutes(2)));
        clock.advance(Duration.ofMinutes(1));
        assertThat(askers.subList(2, 4)).allMatch(Asker::isIn);
    }

    @Test
    void aPlaceInLineThatIsGivenUpGoesToTheNext() {
        Gate gate = perMinute(1);
        List<Asker> askers = ask(gate, 2);
        assertThat(Asker.of(gate, clock).refusal()).isNotNull();

        askers.get(1).pass.cancel(true);
        Asker next = Asker.of(gate, clock);
        clock.advance(Duration.ofMinutes(1));

        assertThat(next.isIn()).isTrue();
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void everybodyGivingUpLeavesNothingBehind() {
        List<Asker> askers = ask(perMinute(2), 4);

        askers.subList(2, 4).forEach(asker -> asker.pass.cancel(true));

        assertThat(clock.pendingAlarms()).isZero();
        clock.advance(Duration.ofMinutes(1));
        assertThat(askers.get(3).pass).isCancelled();
    }

    @Test
    void aWaitMayTakeAllOfTheLongestWaitButNotAllOfTheDeadline() {
        Gate gate = perMinute(1);
        ask(gate, 1);

        Asker late = Asker.withDeadline(gate, clock, Duration.ofSeconds(60));
        Asker inTime = Asker.withDeadline(gate, clock, Duration.ofSeconds(60).plusNanos(1));

        assertThat(late.refusal().retryAfter()).contains(Duration.ofSeconds(60));
        assertThat(inTime.isWaiting()).isTrue();
        clock.advance(Duration.ofSeconds(60));
        assertThat(inTime.isIn()).isTrue();
    }

    @Test
    void nobodyWaitsWhereWaitingIsOff() {
        Gate gate = limiter()
                .requests(Span.MINUTE, 1)
                .maxWait(Duration.ZERO)
                .build()
                .gate();

        assertThat(ask(gate, 2).get(1).refusal().retryAfter()).contains(Duration.ofMinutes(1));
    }

    @Test
    void aSmallOneDoesNotPassALargeOneThatWaits() {
        Gate gate = limiter().tokens(Span.MINUTE, 100).build().gate();
        Asker first = Asker.of(gate, clock, 0, 59);
        Asker large = Asker.of(gate, clock, 0, 79);
        Asker small = Asker.of(gate, clock, 0, 1);

        assertThat(large.isWaiting()).isTrue();
        assertThat(small.isWaiting()).isTrue();

        first.neverLeft();
        assertThat(large.isIn()).isTrue();
        assertThat(small.isIn()).isTrue();
    }

    @Test
    void theLineMovesWhenALargeOneGivesUp() {
        Gate gate = limiter().tokens(Span.MINUTE, 100).build().gate();
        Asker.of(gate, clock, 0, 59);
        Asker large = Asker.of(gate, clock, 0, 79);
        Asker small = Asker.of(gate, clock, 0, 1);

        large.pass.cancel(true);

        assertThat(small.isIn()).isTrue();
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void requestsAndTokensOfAllWindowsAreTakenTogether() {
        RateLimiter limiter = limiter()
                .requests(Span.MINUTE, 2)
                .requests(Span.DAY, 3)
                .tokens(Span.MINUTE, 1000)
                .maxWait(Duration.ofDays(2))
                .build();
        List<Asker> askers = ask(limiter.gate(), 4);
        assertThat(askers)
                .allSatisfy(asker -> assertThat(asker.refusal().reason()).isEqualTo("too_large"));

        List<Asker> small = IntStream.range(0, 4)
                .mapToObj(i -> Asker.of(limiter.gate(), clock, 0, 400))
                .toList();

        assertThat(small).extracting(Asker::isIn).containsExactly(true, true, false, false);
        clock.advance(Duration.ofMinutes(1));
        assertThat(small).extracting(Asker::isIn).containsExactly(true, true, true, false);
        clock.advance(Duration.ofMinutes(24 * 60 - 1).minusNanos(1));
        assertThat(small).extracting(Asker::isIn).containsExactly(true, true, true, false);
        clock.advance(Duration.ofNanos(1));
        assertThat(small.get(3).isIn()).isTrue();
    }

    @Test
    void whatNoWindowHoldsIsRefusedAtOnce() {
        Gate gate = limiter().tokens(Span.MINUTE, 1000).build().gate();

        Asker asker = Asker.of(gate, clock, 400, 900);

        assertThat(asker.refusal().reason()).isEqualTo("too_large");
        assertThat(asker.refusal().retryAfter()).isEmpty();
        assertThat(asker.refusal())
                .hasMessage("this request may take up to 1001 tokens, and the limit of 1000 tokens per minute for fast"
                        + " never holds as much; set a lower maxTokens, send less, or raise the limit");
        assertThat(Asker.of(gate, clock, 396, 900).isIn()).isTrue();
    }

    @Test
    void whatHasNoBoundIsAssumed() {
        Gate gate = limiter().tokens(Span.MINUTE, 100).assumedTokens(30).build().gate();
        Size picture = new Size(OptionalLong.empty(), OptionalLong.of(70));
        Size endless = new Size(OptionalLong.of(276), OptionalLong.empty());

        Asker first = Asker.of(gate, CallContext.of(clock), picture);
        assertThat(first.isIn()).isTrue();
        first.neverLeft();
        assertThat(Asker.of(gate, CallContext.of(clock), endless).isIn()).isTrue();
        assertThat(Asker.of(gate, clock, 0, 0).isWaiting()).isTrue();
    }

    @Test
    void aWaitThatGrowsEndsWhenItHasTakenTheLongest() {
        clock.advance(Duration.ofSeconds(30));
        Gate gate = perMinute(1);
        Asker first = Asker.of(gate, clock);
        Asker second = Asker.of(gate, clock);

        clock.advance(Duration.ofSeconds(10));
        first.failed(ScriptedEngine.hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(100)));
        clock.advance(Duration.ofSeconds(5));
        Asker third = Asker.of(gate, clock);

        assertThat(second.refusal().retryAfter()).contains(Duration.ofSeconds(100));
        assertThat(third.refusal().retryAfter()).contains(Duration.ofSeconds(95));
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void whoseDeadlineEndsBehindSomebodyPatientHasATimeout() {
        Gate gate = limiter()
                .tokens(Span.MINUTE, 100)
                .maxWait(Duration.ofMinutes(10))
                .build()
                .gate();
        Asker holder = Asker.of(gate, clock, 0, 99);
        Asker patient = Asker.of(gate, clock, 0, 99);
        Asker behind = Asker.withDeadline(gate, clock, Duration.ofSeconds(130));
        assertThat(behind.waits)
                .singleElement()
                .satisfies(waiting -> assertThat(waiting.estimate()).contains(Duration.ofSeconds(120)));

        holder.answered(Usage.of(0, 250));
        clock.advance(Duration.ofSeconds(130).minusNanos(1));
        assertThat(behind.isWaiting()).isTrue();
        clock.advance(Duration.ofNanos(1));

        assertThat(behind.refusal().kind()).isEqualTo(ErrorKind.TIMEOUT);
        assertThat(behind.refusal().reason()).isEqualTo("deadline");
        clock.advance(Duration.ofSeconds(50));
        assertThat(patient.isIn()).isTrue();
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void aLongLineIsNoDeepStack() {
        Gate gate = limiter().requests(Span.MINUTE, 20_000).build().gate();
        List<Asker> askers = new ArrayList<>(ask(gate, 20_000));

        for (int i = 0; i < 20_000; i++) {
            askers.add(Asker.of(gate, clock));
        }
        clock.advance(Duration.ofMinutes(1));

        assertThat(askers).allMatch(Asker::isIn);
    }

    @Test
    void whatIsWrongWithALimiterIsSaid() {
        assertThatThrownBy(() -> RateLimiter.builder("fast").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one limit");
        assertThatThrownBy(() -> limiter().requests(Span.DAY, 0).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected 1 to 1000000000000 requests per day, but got 0");
        assertThatThrownBy(() -> limiter().maxWait(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> limiter().assumedTokens(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itsTextNamesItsLimits() {
        assertThat(limiter().requests(Span.DAY, 30_000).build())
                .hasToString("RateLimiter[Limit[scope=fast, unit=REQUESTS, span=DAY, most=30000, zone=Z]]");
    }
}
