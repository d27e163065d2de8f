package dev.llmdriver.resilience.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.resilience.Limit;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.resilience.LimitStore.Reservation;
import dev.llmdriver.resilience.LimitStore.Share;
import dev.llmdriver.resilience.LimitStore.Verdict;
import dev.llmdriver.resilience.LimitStore.Wait;
import dev.llmdriver.spi.Scheduler;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A machine whose clock was wrong when a store began, and is put right. */
class ClockSetBackTest {
    private static final Duration AHEAD = Duration.ofHours(50);

    private final ManualScheduler time = new ManualScheduler();
    private Duration wrong = AHEAD;
    private final InProcessLimitStore store = new InProcessLimitStore(new Scheduler() {
        @Override
        public Instant now() {
            return time.now().plus(wrong);
        }

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public Alarm schedule(Duration delay, Runnable task) {
            return time.schedule(delay, task);
        }
    });

    private static Limit limit(Span span) {
        return new Limit("fast", Unit.REQUESTS, span, 5, ZoneOffset.UTC);
    }

    private Verdict take(Limit limit, long amount) {
        return store.take(List.of(new Share(limit, amount)))
                .toCompletableFuture()
                .join();
    }

    private Duration waitOf(Limit limit) {
        return ((Wait) take(limit, 5)).time().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(
            value = Span.class,
            names = {"MINUTE", "HOUR", "DAY"})
    void whatWasTakenStaysTakenAndComesBackWithTheNextWindow(Span span) {
        Limit limit = limit(span);
        assertThat(take(limit, 3)).isInstanceOf(Reservation.class);

        wrong = Duration.ZERO;

        assertThat(take(limit, 2)).isInstanceOf(Reservation.class);
        Duration rest = Duration.between(time.now(), limit.later(time.now(), 1));
        assertThat(waitOf(limit)).isEqualTo(rest);
        time.advance(rest);
        assertThat(take(limit, 5)).isInstanceOf(Reservation.class);
    }

    @Test
    void aDebtStaysOwed() {
        Limit hour = limit(Span.HOUR);
        Reservation held = (Reservation) take(hour, 5);
        held.settle(List.of(new Share(hour, 12)));

        wrong = Duration.ZERO;

        assertThat(store.remaining(hour)).isEqualTo(-7);
        time.advance(Duration.ofHours(2));
        assertThat(store.remaining(hour)).isEqualTo(3);
    }

    @Test
    void whatIsClosedOpensAfterItsTime() {
        Limit minute = limit(Span.MINUTE);
        store.close(List.of(minute), Duration.ofMinutes(10));

        wrong = Duration.ZERO;

        assertThat(waitOf(minute)).isEqualTo(Duration.ofMinutes(10));
    }

    /** Or the same window would be given twice. */
    @Test
    void aLittleBackIsNoMatter() {
        Limit minute = limit(Span.MINUTE);
        time.advance(Duration.ofSeconds(60));
        assertThat(take(minute, 5)).isInstanceOf(Reservation.class);

        wrong = AHEAD.minusSeconds(1);

        assertThat(take(minute, 1)).isInstanceOf(Wait.class);
        time.advance(Duration.ofSeconds(59));
        assertThat(take(minute, 1)).isInstanceOf(Wait.class);
    }
}
