package dev.llmdriver.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.resilience.LimitStore.Reservation;
import dev.llmdriver.resilience.LimitStore.Share;
import dev.llmdriver.resilience.LimitStore.Verdict;
import dev.llmdriver.resilience.LimitStore.Wait;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store of limits must keep. Another implementation, such as one over Redis, extends this class. */
public abstract class LimitStoreContract {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** Shows 2026-01-01T00:00:00Z when a test begins. */
    protected final ManualScheduler clock = new ManualScheduler();

    private LimitStore store;

    @BeforeEach
    void create() {
        store = create(clock);
    }

    /** {@return a store in which nothing was taken, whose time is this clock's} */
    protected abstract LimitStore create(ManualScheduler time);

    /** Brings an answer here that is on its way; nothing to do if there is no way. */
    protected void deliver(CompletableFuture<?> answer) {}

    private <T> T done(CompletionStage<T> stage) {
        CompletableFuture<T> answer = stage.toCompletableFuture();
        deliver(answer);
        assertThat(answer).isDone();
        return answer.join();
    }

    private static Limit limit(Span span, long most) {
        return new Limit("fast", Unit.REQUESTS, span, most, ZoneOffset.UTC);
    }

    private Verdict take(Limit limit, long amount) {
        return done(store.take(List.of(new Share(limit, amount))));
    }

    private Reservation taken(Limit limit, long amount) {
        Verdict verdict = take(limit, amount);
        assertThat(verdict).isInstanceOf(Reservation.class);
        return (Reservation) verdict;
    }

    private Duration refused(Limit limit, long amount) {
        Verdict verdict = take(limit, amount);
        assertThat(verdict).isInstanceOf(Wait.class);
        return ((Wait) verdict).time().orElseThrow();
    }

    private Duration foreseen(Limit limit, long amount) {
        return done(store.foresee(List.of(new Share(limit, amount)))).time().orElseThrow();
    }

    private void settle(Reservation reservation, Limit limit, long used) {
        done(reservation.settle(List.of(new Share(limit, used))));
    }

    private void goTo(String moment) {
        clock.advance(Duration.between(clock.now(), Instant.parse(moment)));
    }

    @ParameterizedTest
    @EnumSource(Span.class)
    void aWindowGivesWhatItHoldsAndNotOneMore(Span span) {
        Limit limit = limit(span, 3);

        taken(limit, 2);
        assertThat(store.remaining(limit)).isEqualTo(1);
        assertThat(take(limit, 2)).isInstanceOf(Wait.class);
        taken(limit, 1);
        assertThat(take(limit, 1)).isInstanceOf(Wait.class);
        assertThat(store.remaining(limit)).isZero();
    }

    @ParameterizedTest
    @EnumSource(Span.class)
    void aWindowHoldsWhateverALimitMay(Span span) {
        Limit most = limit(span, 1_000_000_000_000L);
        taken(most, 999_999_999_999L);
        assertThat(store.remaining(most)).isEqualTo(1);
        Limit nothing = new Limit("fast", Unit.USD, span, 0, ZoneOffset.UTC);
        taken(nothing, 0);
        assertThat(store.remaining(nothing)).isZero();
    }

    @Test
    void windowsAreThoseOfTheClock() {
        goTo("2026-01-15T10:20:30Z");
        Limit minute = limit(Span.MINUTE, 1);
        Limit hour = limit(Span.HOUR, 1);
        Limit day = limit(Span.DAY, 1);
        Limit month = limit(Span.MONTH, 1);
        List.of(minute, hour, day, month).forEach(limit -> taken(limit, 1));

        assertThat(refused(minute, 1)).isEqualTo(Duration.ofSeconds(30));
        assertThat(refused(hour, 1)).isEqualTo(Duration.ofSeconds(39 * 60 + 30));
        assertThat(refused(day, 1)).isEqualTo(Duration.between(clock.now(), Instant.parse("2026-01-16T00:00:00Z")));
        assertThat(refused(month, 1)).isEqualTo(Duration.between(clock.now(), Instant.parse("2026-02-01T00:00:00Z")));
    }

    @ParameterizedTest
    @EnumSource(value = Span.class, mode = EnumSource.Mode.EXCLUDE, names = "TOTAL")
    void theNextWindowIsFullWhenTheWaitIsOverAndNotBefore(Span span) {
        goTo("2026-01-15T10:20:30.123456789Z");
        Limit limit = limit(span, 2);
        taken(limit, 2);

        Duration wait = refused(limit, 2);
        clock.advance(wait.minusNanos(1));
        assertThat(refused(limit, 1)).isEqualTo(Duration.ofNanos(1));
        clock.advance(Duration.ofNanos(1));

        taken(limit, 2);
        refused(limit, 1);
    }

    @ParameterizedTest
    @EnumSource(value = Span.class, mode = EnumSource.Mode.EXCLUDE, names = "TOTAL")
    void whatWasLeftIsNotAddedToTheNextWindow(Span span) {
        Limit limit = limit(span, 5);
        taken(limit, 1);

        clock.advance(Duration.ofDays(100));

        assertThat(store.remaining(limit)).isEqualTo(5);
        taken(limit, 5);
        refused(limit, 1);
    }

    @Test
    void allTimeNeverBeginsAnew() {
        Limit limit = limit(Span.TOTAL, 1);
        taken(limit, 1);
        clock.advance(Duration.ofDays(10_000));

        assertThat(((Wait) take(limit, 1)).time()).isEmpty();
    }

    @Test
    void sharesAreTakenTogetherOrNotAtAll() {
        Limit minute = limit(Span.MINUTE, 5);
        Limit hour = limit(Span.HOUR, 7);
        Limit tokens = new Limit("fast", Unit.TOKENS, Span.DAY, 100, ZoneOffset.UTC);
        List<Share> shares = List.of(new Share(minute, 1), new Share(hour, 1), new Share(tokens, 60));

        assertThat(done(store.take(shares))).isInstanceOf(Reservation.class);
        Verdict second = done(store.take(shares));

        assertThat(second)
                .asInstanceOf(InstanceOfAssertFactories.type(Wait.class))
                .extracting(Wait::limit)
                .isEqualTo(tokens);
        assertThat(store.remaining(minute)).isEqualTo(4);
        assertThat(store.remaining(hour)).isEqualTo(6);
        assertThat(store.remaining(tokens)).isEqualTo(40);
    }

    @Test
    void theLimitThatHasItLastIsNamed() {
        Limit minute = limit(Span.MINUTE, 1);
        Limit hour = limit(Span.HOUR, 1);
        List<Share> shares = List.of(new Share(hour, 1), new Share(minute, 1));
        done(store.take(shares));

        Wait wait = (Wait) done(store.take(shares));

        assertThat(wait.limit()).isEqualTo(hour);
        assertThat(wait.time()).contains(Duration.ofHours(1));
    }

    @Test
    void scopesAndUnitsAreApart() {
        Limit one = limit(Span.DAY, 1);
        taken(one, 1);

        taken(one.withScope("other"), 1);
        taken(new Limit("fast", Unit.TOKENS, Span.DAY, 1, ZoneOffset.UTC), 1);
    }

    @ParameterizedTest
    @EnumSource(Span.class)
    void whatWasNotUsedIsGivenBack(Span span) {
        Limit limit = limit(span, 10);
        Reservation reservation = taken(limit, 8);

        settle(reservation, limit, 3);

        assertThat(store.remaining(limit)).isEqualTo(7);
        taken(limit, 7);
    }

    @ParameterizedTest
    @EnumSource(Span.class)
    void aReservationIsSettledOnce(Span span) {
        Limit limit = limit(span, 10);
        taken(limit, 2);
        Reservation reservation = taken(limit, 8);

        settle(reservation, limit, 0);
        settle(reservation, limit, 0);
        settle(reservation, limit, 100);

        assertThat(store.remaining(limit)).isEqualTo(8);
    }

    @ParameterizedTest
    @EnumSource(value = Span.class, mode = EnumSource.Mode.EXCLUDE, names = "TOTAL")
    void whatIsGivenBackLateDoesNotWidenTheNextWindow(Span span) {
        Limit limit = limit(span, 10);
        Reservation reservation = taken(limit, 10);
        clock.advance(refused(limit, 1));
        taken(limit, 10);

        settle(reservation, limit, 0);

        assertThat(store.remaining(limit)).isZero();
        assertThat(take(limit, 1)).isInstanceOf(Wait.class);
    }

    @ParameterizedTest
    @EnumSource(value = Span.class, mode = EnumSource.Mode.EXCLUDE, names = "TOTAL")
    void moreThanWasReservedIsOwedByTheWindowsToCome(Span span) {
        Limit limit = limit(span, 10);

        settle(taken(limit, 10), limit, 24);
        assertThat(store.remaining(limit)).isEqualTo(-14);

        clock.advance(refused(limit, 0));
        assertThat(store.remaining(limit)).isEqualTo(6);
        taken(limit, 6);
        assertThat(take(limit, 1)).isInstanceOf(Wait.class);
    }

    @ParameterizedTest
    @EnumSource(Span.class)
    void moreThanWasReservedIsTakenFromTheWindowThatIsNow(Span span) {
        Limit limit = limit(span, 10);
        Reservation reservation = taken(limit, 5);
        clock.advance(Duration.ofDays(40));

        settle(reservation, limit, 8);

        assertThat(store.remaining(limit)).isEqualTo(span == Span.TOTAL ? 2 : 7);
    }

    @ParameterizedTest
    @EnumSource(value = Span.class, mode = EnumSource.Mode.EXCLUDE, names = "TOTAL")
    void queuesAreForeseenOverManyWindows(Span span) {
        Limit limit = limit(span, 10);
        taken(limit, 4);

        assertThat(foreseen(limit, 6)).isZero();
        Duration next = foreseen(limit, 7);
        assertThat(next).isEqualTo(foreseen(limit, 16)).isPositive();
        Duration third = foreseen(limit, 26);
        assertThat(foreseen(limit, 17)).isEqualTo(third).isGreaterThan(next);
        clock.advance(third);
        taken(limit, 10);
    }

    @ParameterizedTest
    @EnumSource(Span.class)
    void aClosedWindowGivesNothingUntilItOpens(Span span) {
        Limit limit = limit(span, 10);
        taken(limit, 1);
        done(store.close(List.of(limit), Duration.ofSeconds(20)));
        done(store.close(List.of(limit), Duration.ofSeconds(7)));

        assertThat(store.remaining(limit)).isZero();
        assertThat(refused(limit, 1)).isEqualTo(Duration.ofSeconds(20));
        clock.advance(Duration.ofSeconds(20).minusNanos(1));
        assertThat(refused(limit, 1)).isEqualTo(Duration.ofNanos(1));
        clock.advance(Duration.ofNanos(1));

        assertThat(store.remaining(limit)).isEqualTo(9);
        taken(limit, 1);
    }

    @Test
    void aProviderMayCloseForLongerThanAnyWindow() {
        Limit limit = limit(Span.MINUTE, 10);
        done(store.close(List.of(limit), Duration.ofHours(5)));
        assertThat(refused(limit, 1)).isEqualTo(Duration.ofHours(5));

        done(store.close(List.of(limit), Duration.ofSeconds(Long.MAX_VALUE)));
        assertThat(refused(limit, 1)).isGreaterThan(Duration.ofDays(100));
    }

    @Test
    void aDayInSpringHas23Hours() {
        goTo("2026-03-28T23:00:00Z"); // 29 March, 00:00 in Berlin
        Limit day = new Limit("fast", Unit.REQUESTS, Span.DAY, 1, BERLIN);
        taken(day, 1);

        assertThat(refused(day, 1)).isEqualTo(Duration.ofHours(23));
        clock.advance(Duration.ofHours(23));
        taken(day, 1);
        assertThat(refused(day, 1)).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void aDayInAutumnHas25Hours() {
        goTo("2026-10-24T22:00:00Z"); // 25 October, 00:00 in Berlin
        Limit day = new Limit("fast", Unit.REQUESTS, Span.DAY, 1, BERLIN);
        taken(day, 1);

        clock.advance(Duration.ofHours(24));
        assertThat(refused(day, 1)).isEqualTo(Duration.ofHours(1));
        clock.advance(Duration.ofHours(1));
        taken(day, 1);
        assertThat(refused(day, 1)).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void daysBeginAtMidnightAfterMonthsOfSilence() {
        Limit day = new Limit("fast", Unit.REQUESTS, Span.DAY, 1, BERLIN);
        taken(day, 1);

        goTo("2026-07-14T21:59:59Z");
        taken(day, 1);
        assertThat(refused(day, 1)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aDayWithoutMidnightBeginsWhenItBegins() {
        goTo("2026-04-23T22:00:00Z"); // the clocks of Cairo go from 00:00 to 01:00 on 24 April
        Limit day = new Limit("fast", Unit.REQUESTS, Span.DAY, 1, ZoneId.of("Africa/Cairo"));
        taken(day, 1);

        assertThat(refused(day, 1)).isEqualTo(Duration.ofHours(23));
    }

    @ParameterizedTest
    @EnumSource(Span.class)
    void absurdCountsDoNotRunOver(Span span) {
        Limit one = limit(span, 1000);
        Limit other = one.withScope("other");

        settle(taken(one, 1000), one, Long.MAX_VALUE);
        settle(taken(other, 0), other, Long.MAX_VALUE - 1);

        assertThat(store.remaining(one)).isNegative();
        clock.advance(Duration.ofDays(400));
        assertThat(take(one, 1)).isInstanceOf(Wait.class);
        assertThat(take(other, 0)).isInstanceOf(Wait.class);
    }

    @Test
    void theLargestBudgetDoesNotRunOver() {
        Limit limit = new Limit("fast", Unit.USD, Span.DAY, Long.MAX_VALUE, ZoneOffset.UTC);

        settle(taken(limit, Long.MAX_VALUE), limit, Long.MAX_VALUE);
        assertThat(store.remaining(limit)).isZero();
        assertThat(refused(limit, Long.MAX_VALUE)).isEqualTo(Duration.ofDays(1));
        assertThat(foreseen(limit, 1)).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void aLimitOfNothingLetsNothingThatCostsThrough() {
        Limit free = new Limit("fast", Unit.USD, Span.MONTH, 0, ZoneOffset.UTC);

        taken(free, 0);
        assertThat(done(store.foresee(List.of(new Share(free, 1)))).time()).isEmpty();
    }

    @Test
    void whatNoWindowHoldsIsAMistake() {
        Limit limit = limit(Span.DAY, 10);

        assertThatThrownBy(() -> take(limit, 11)).hasMessageContaining("11");
        assertThatThrownBy(() -> take(limit, -1)).hasMessageContaining("-1");
        assertThat(store.remaining(limit)).isEqualTo(10);
    }
}
