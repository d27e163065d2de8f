package dev.llmdriver.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelOffer;
import dev.llmdriver.Price;
import dev.llmdriver.Usage;
import dev.llmdriver.error.Advice;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.internal.gate.Outcome;
import dev.llmdriver.resilience.internal.gate.Size;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallFuture;
import dev.llmdriver.spi.LimitGauge;
import dev.llmdriver.testkit.ManualScheduler;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BudgetTest {
    /** A token in costs 2, one out 10 nano-dollars. */
    private static final Price PRICE = new Price(2_000_000, 10_000_000);

    private static final Size ENDLESS = new Size(OptionalLong.of(10), OptionalLong.empty());

    private final ManualScheduler clock = new ManualScheduler();
    private final List<LimitGauge> gauges = new ArrayList<>();

    private Budget.Builder perDay(long nanos) {
        return Budget.builder("fast")
                .store(LimitStore.inProcess(clock))
                .gauges(gauges::add)
                .usd(Span.DAY, BigDecimal.valueOf(nanos, 9));
    }

    private Asker ask(Budget budget, long input, long output) {
        return Asker.of(budget.gate(), clock, input, output);
    }

    private long left(int gauge) {
        return Math.round(gauges.get(gauge).remaining().getAsDouble() * 1e9);
    }

    @Test
    void anAttemptReservesTheMostThatItMayCome() {
        Budget budget = perDay(1000).price(PRICE).build();

        assertThat(ask(budget, 50, 40).isIn()).isTrue(); // 500
        assertThat(left(0)).isEqualTo(500);
        assertThat(ask(budget, 0, 50).isIn()).isTrue();
        assertThat(left(0)).isZero();
        assertThat(ask(budget, 1, 0).refusal()).isNotNull();
    }

    @Test
    void whatItCannotPayForIsRefusedAtOnceUntilTheNextWindow() {
        Budget budget =
                perDay(1000).price(PRICE).zone(ZoneId.of("America/New_York")).build();
        ask(budget, 0, 90);

        LlmException refusal = ask(budget, 0, 20).refusal();

        assertThat(refusal.kind()).isEqualTo(ErrorKind.LIMIT_EXCEEDED);
        assertThat(refusal.reason()).isEqualTo("budget");
        assertThat(refusal.advice()).isEqualTo(Advice.NEXT_TARGET);
        assertThat(refusal.retryAfter()).contains(Duration.ofHours(5));
        assertThat(refusal)
                .hasMessage(
                        "the budget of $0.000001 per day for fast has $0.0000001 left for another 18000.1 s, and this"
                                + " request may cost up to $0.0000002; set a lower maxTokens, come back then, or raise the"
                                + " budget");
        clock.advance(Duration.ofHours(5));
        assertThat(ask(budget, 0, 20).isIn()).isTrue();
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void moneyForAllTimeDoesNotComeBack() {
        Budget budget = Budget.builder("fast")
                .store(LimitStore.inProcess(clock))
                .usd(Span.TOTAL, BigDecimal.valueOf(100, 9))
                .price(PRICE)
                .build();
        ask(budget, 50, 0);

        assertThat(ask(budget, 1, 0).refusal().retryAfter()).isEmpty();
        assertThat(ask(budget, 1, 0).refusal()).hasMessageContaining("has $0 left for good");
    }

    @Test
    void whatCostsMoreThanTheWholeBudgetIsRefusedAsTooLarge() {
        assertThat(ask(perDay(1000).price(PRICE).build(), 0, 101).refusal().reason())
                .isEqualTo("too_large");
        assertThat(ask(perDay(Long.MAX_VALUE - 1).price(PRICE).build(), Long.MAX_VALUE, Long.MAX_VALUE)
                        .refusal()
                        .reason())
                .isEqualTo("too_large");
    }

    @Test
    void allWindowsPayOrNone() {
        Budget budget = perDay(1000)
                .usd(Span.MONTH, BigDecimal.valueOf(1500, 9))
                .price(PRICE)
                .build();
        ask(budget, 500, 0);
        clock.advance(Duration.ofDays(1));

        LlmException refusal = ask(budget, 300, 0).refusal();

        assertThat(refusal.retryAfter()).contains(Duration.ofDays(30));
        assertThat(left(0)).isEqualTo(1000);
        assertThat(left(1)).isEqualTo(500);
        assertThat(gauges).extracting(LimitGauge::kind).containsOnly("usd");
        assertThat(gauges).extracting(LimitGauge::window).containsExactly("day", "month");
    }

    @Test
    void whatWasCountedTakesThePlaceOfTheReservation() {
        Budget budget = perDay(1000).price(PRICE).build();

        ask(budget, 100, 80).sends().answered(Usage.of(20, 3));

        assertThat(left(0)).isEqualTo(930);
        assertThat(budget.overrun()).isZero();
    }

    @Test
    void moreThanTheBoundIsAnOverrunThatStopsNewWork() {
        Budget budget = perDay(1000).price(PRICE).build();
        Asker running = ask(budget, 50, 0);

        ask(budget, 0, 10).sends().answered(Usage.of(0, 195));

        assertThat(budget.overrun()).isEqualTo(1850);
        assertThat(left(0)).isEqualTo(-1050);
        assertThat(running.isIn()).isTrue();
        assertThat(ask(budget, 0, 0).refusal().reason()).isEqualTo("budget");
        running.sends().answered(Usage.of(50, 0));
        clock.advance(Duration.ofDays(1));
        assertThat(ask(budget, 0, 0).refusal().reason()).isEqualTo("budget");
        clock.advance(Duration.ofDays(1));
        assertThat(left(0)).isEqualTo(950);
    }

    @Test
    void whatNeverLeftCostsNothing() {
        ask(perDay(1000).price(PRICE).build(), 0, 80).neverLeft();

        assertThat(left(0)).isEqualTo(1000);
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorKind.class,
            names = {
                "CANCELLED",
                "STREAM_INTERRUPTED",
                "TIMEOUT",
                "SERVER_ERROR",
                "MALFORMED_RESPONSE",
                "CONTENT_BLOCKED"
            })
    void anUnknownEndCostsTheReservation(ErrorKind kind) {
        ask(perDay(1000).price(PRICE).build(), 0, 80).sends().failed(kind);

        assertThat(left(0)).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorKind.class,
            names = {"RATE_LIMITED", "QUOTA_EXHAUSTED", "OVERLOADED", "INVALID_REQUEST", "MODEL_LOADING"})
    void whatWasTurnedDownCostsNothing(ErrorKind kind) {
        ask(perDay(1000).price(PRICE).build(), 0, 80).sends().failed(kind);

        assertThat(left(0)).isEqualTo(1000);
    }

    @Test
    void whatWasTurnedDownAfterAnotherPartWasAnsweredCostsTheReservation() {
        LlmException limited =
                LlmException.builder(ErrorKind.RATE_LIMITED, "scripted").build();

        ask(perDay(1000).price(PRICE).build(), 0, 80).sends().sends().end(Optional.empty(), Optional.of(limited), 2);

        assertThat(left(0)).isEqualTo(200);
    }

    @Test
    void aCounterBelowZeroIsNoCountSoTheReservationStays() {
        Budget budget = perDay(1000).price(PRICE).build();
        ask(budget, 0, 10).sends().answered(Usage.of(50, 0));

        ask(budget, 0, 10).sends().answered(Usage.of(-50, 0));

        assertThat(left(0)).isEqualTo(800);
    }

    @Test
    void anAnswerThatIsNotCountedWholeCostsTheReservation() {
        Budget budget = perDay(1000).price(PRICE).build();
        ask(budget, 0, 10).sends().answered(null);
        ask(budget, 0, 10).sends().answered(Usage.builder().input(1).build());
        Outcome cut = new Outcome(Optional.of(Usage.of(1, 1).asPartial()), Optional.of(CallFuture.cancelled()), 1);
        ask(budget, 0, 10).sends().pass.join().end(cut);

        assertThat(left(0)).isEqualTo(700);
    }

    @Test
    void embeddingsNeedNoCountOfOutput() {
        Budget budget = perDay(1000).price(PRICE).build();

        ask(budget, 100, 0).sends().answered(Usage.builder().input(7).build());

        assertThat(left(0)).isEqualTo(986);
    }

    @Test
    void fractionsOfANanoDollarAreRoundedUp() {
        Budget budget = perDay(1000).price(new Price(1, 1)).build();

        ask(budget, 1, 1);

        assertThat(left(0)).isEqualTo(999);
    }

    @Test
    void whatHasNoPriceIsRefused() {
        LlmException refusal = ask(perDay(1000).build(), 1, 1).refusal();

        assertThat(refusal.reason()).isEqualTo("no_price");
        assertThat(refusal).hasMessageContaining("fake:model").hasMessageContaining("set its price");
    }

    @Test
    void whatHasNoBoundIsRefused() {
        Budget budget = perDay(1000).price(PRICE).build();

        Asker endless = Asker.of(budget.gate(), CallContext.of(clock), ENDLESS);
        Asker picture =
                Asker.of(budget.gate(), CallContext.of(clock), new Size(OptionalLong.empty(), OptionalLong.of(1)));

        assertThat(endless.refusal().reason()).isEqualTo("no_bound");
        assertThat(picture.refusal().reason()).isEqualTo("no_bound");
    }

    @Test
    void whatIsFreeNeedsNoBound() {
        Budget budget = perDay(0).price(new Price(0, 0)).build();

        assertThat(Asker.of(budget.gate(), clock).isIn()).isTrue();
        assertThat(Asker.of(budget.gate(), CallContext.of(clock), ENDLESS).isIn())
                .isTrue();
    }

    private Budget.Builder asking(ModelInfo model) {
        return perDay(1000).facts(ref -> CompletableFuture.completedFuture(model));
    }

    @Test
    void theProviderIsAskedForWhatIsNotConfigured() {
        ModelInfo model = ModelInfo.builder("model")
                .price(PRICE)
                .outputLimit(90)
                .contextWindow(4096)
                .build();
        Budget budget = asking(model).build();

        assertThat(Asker.of(budget.gate(), CallContext.of(clock), ENDLESS).isIn())
                .isTrue();

        assertThat(left(0)).isEqualTo(80);
    }

    @Test
    void theProviderIsNotAskedForWhatIsKnown() {
        Budget budget = perDay(1000)
                .price(PRICE)
                .facts(ref -> {
                    throw new AssertionError("asked");
                })
                .build();

        assertThat(ask(budget, 1, 1).isIn()).isTrue();
    }

    @Test
    void whoGivesUpBeforeThePriceIsKnownPaysNothing() {
        CompletableFuture<ModelInfo> slow = new CompletableFuture<>();
        Asker asker = ask(perDay(1000).facts(ref -> slow).build(), 1, 1);

        asker.pass.cancel(true);
        slow.complete(ModelInfo.builder("model").price(PRICE).build());

        assertThat(left(0)).isEqualTo(1000);
    }

    @Test
    void aProviderThatDoesNotSayIsNoPrice() {
        Budget silent = perDay(1000)
                .facts(ref -> CompletableFuture.failedFuture(new IllegalStateException("down")))
                .build();
        Budget odd = perDay(1000)
                .facts(ref -> CompletableFuture.completedFuture(
                        ModelInfo.builder("model").price(new Price(-1, -1)).build()))
                .build();

        assertThat(ask(silent, 1, 1).refusal().reason()).isEqualTo("no_price");
        assertThat(ask(odd, 1, 1).refusal().reason()).isEqualTo("no_price");
    }

    @Test
    void behindARouterTheHighestPriceOfThoseWhoServeCounts() {
        ModelInfo model = ModelInfo.builder("model")
                .offers(List.of(
                        ModelOffer.builder("a")
                                .price(new Price(1_000_000, 9_000_000))
                                .build(),
                        ModelOffer.builder("b")
                                .price(new Price(3_000_000, 2_000_000))
                                .build(),
                        ModelOffer.builder("c").live(false).build()))
                .build();
        Budget budget = asking(model).build();

        ask(budget, 10, 10);

        assertThat(left(0)).isEqualTo(880);
    }

    /** The model's own number is the least of them. */
    @Test
    void behindARouterTheLongestContextOfThoseWhoServeBoundsTheOutput() {
        ModelInfo model = ModelInfo.builder("model")
                .contextWindow(10)
                .offers(List.of(
                        ModelOffer.builder("a").contextWindow(10).build(),
                        ModelOffer.builder("b").contextWindow(90).build(),
                        ModelOffer.builder("c").live(false).contextWindow(4096).build()))
                .build();
        Budget budget = asking(model).price(PRICE).build();

        assertThat(Asker.of(budget.gate(), CallContext.of(clock), ENDLESS).isIn())
                .isTrue();

        assertThat(left(0)).isEqualTo(80);
    }

    @Test
    void aRouterThatDoesNotSayTheContextOfAnOfferBoundsNothing() {
        ModelInfo model = ModelInfo.builder("model")
                .contextWindow(10)
                .offers(List.of(
                        ModelOffer.builder("a").contextWindow(10).build(),
                        ModelOffer.builder("b").build()))
                .build();
        Budget budget = asking(model).price(PRICE).build();

        assertThat(Asker.of(budget.gate(), CallContext.of(clock), ENDLESS)
                        .refusal()
                        .reason())
                .isEqualTo("no_bound");
    }

    @Test
    void aRouterThatDoesNotPriceAnOfferHasNoPrice() {
        ModelInfo model = ModelInfo.builder("model")
                .offers(List.of(
                        ModelOffer.builder("a").price(PRICE).build(),
                        ModelOffer.builder("b").build()))
                .build();
        Budget budget = asking(model).build();

        assertThat(ask(budget, 10, 10).refusal().reason()).isEqualTo("no_price");
    }

    @Test
    void whatHasNoBoundPassesIfThatIsAllowedAndIsBookedAfterwards() {
        Budget budget = perDay(1000).price(PRICE).allowUnbounded(true).build();
        Asker asker = Asker.of(budget.gate(), CallContext.of(clock), ENDLESS);
        assertThat(left(0)).isEqualTo(980);

        asker.sends().answered(Usage.of(10, 200));

        assertThat(left(0)).isEqualTo(-1020);
        assertThat(budget.overrun()).as("no bound was broken").isZero();
        assertThat(Asker.of(budget.gate(), CallContext.of(clock), ENDLESS)
                        .refusal()
                        .reason())
                .isEqualTo("budget");
    }

    @Test
    void whatIsWrongWithABudgetIsSaid() {
        assertThatThrownBy(() -> Budget.builder("fast").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one amount");
        assertThatThrownBy(() -> Budget.builder("fast").usd(Span.DAY, new BigDecimal("0.0000000001")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nine decimal places");
        assertThatThrownBy(() -> Budget.builder("fast").usd(Span.DAY, new BigDecimal("1e10")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Budget.builder("fast")
                        .usd(Span.DAY, BigDecimal.valueOf(-1))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected zero or more nano-dollars per day, but got -1000000000");
        assertThatThrownBy(() -> Budget.builder("fast").price(new Price(-1, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
