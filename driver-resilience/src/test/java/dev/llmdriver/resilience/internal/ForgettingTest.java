package dev.llmdriver.resilience.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.resilience.Limit;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.resilience.LimitStore.Reservation;
import dev.llmdriver.resilience.LimitStore.Share;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the store in memory keeps of callers who came by once. */
class ForgettingTest {
    private static final int CALLERS = 1_000_000;
    private static final int A_SECOND = 1_000;

    private final ManualScheduler clock = new ManualScheduler();
    private final InProcessLimitStore store = new InProcessLimitStore(clock);

    private static Limit limit(String caller, Span span) {
        return new Limit("caller " + caller, Unit.REQUESTS, span, 5, ZoneOffset.UTC);
    }

    private Reservation take(Limit limit) {
        return (Reservation)
                store.take(List.of(new Share(limit, 1))).toCompletableFuture().join();
    }

    private void settle(Reservation reservation, Limit limit, long used) {
        reservation
                .settle(List.of(new Share(limit, used)))
                .toCompletableFuture()
                .join();
    }

    @Test
    void aMillionCallersLeaveNoMoreThanTheirLastMinutesAndNoCountIsLost() {
        Limit day = limit("steady", Span.DAY);
        Limit total = limit("steady", Span.TOTAL);
        Reservation held = take(day);
        settle(take(total), total, 1);
        int most = 0;

        for (int i = 0; i < CALLERS; i++) {
            if (i % A_SECOND == 0) {
                clock.advance(Duration.ofSeconds(1));
            }
            Limit minute = limit(Integer.toString(i), Span.MINUTE);
            settle(take(minute), minute, 1);
            most = Math.max(most, store.size());
        }

        // Of a minute's 60,000 callers each has a count that is needed, and as many more are not looked at yet.
        assertThat(most).isBetween(60 * A_SECOND, 2 * 60 * A_SECOND + 100);
        assertThat(store.remaining(day)).isEqualTo(4);
        assertThat(store.remaining(total)).isEqualTo(4);
        settle(held, day, 0);
        assertThat(store.remaining(day)).isEqualTo(5);
    }
}
