package dev.llmdriver.resilience.internal;

import dev.llmdriver.resilience.Limit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** One limit, its windows one after the other. Not thread-safe: the store has the lock. */
final class Window {
    private final Limit limit;
    private final InstantSource clock;
    private Tally tally;
    private Instant closedUntil = Instant.MIN;

    Window(Limit limit, InstantSource clock) {
        this.limit = limit;
        this.clock = clock;
        this.tally = tally();
    }

    private Tally tally() {
        return switch (limit.span()) {
            case MINUTE, HOUR ->
                BucketTally.holds(limit) ? new BucketTally(limit, clock) : new CalendarTally(limit, clock);
            case DAY, MONTH, TOTAL -> new CalendarTally(limit, clock);
        };
    }

    /** {@return how much is taken of the window that is now, debts included} */
    long taken() {
        return limit.most() - tally.available();
    }

    /** Takes as much of the window that is now, after the clock was set back. */
    void beginAgain(long taken, Duration back) {
        tally = tally();
        tally.take(taken);
        closedUntil = closedUntil.equals(Instant.MIN) ? closedUntil : closedUntil.minus(back);
    }

    /** {@return when the window that is now began, which tells windows apart} */
    Instant begin() {
        return limit.begin(clock.instant());
    }

    long remaining() {
        long available = tally.available();
        return clock.instant().isBefore(closedUntil) ? Math.min(0, available) : available;
    }

    /** {@return whether one that began now would be like it: nothing is taken or owed, and it is open} */
    boolean isAsNew() {
        return tally.available() == limit.most() && !clock.instant().isBefore(closedUntil);
    }

    /** {@return the moment at which an amount is there if nobody takes of it; not after now if it is there} */
    Instant has(long amount) {
        Instant filled = filled(amount);
        return filled.isBefore(closedUntil) ? closedUntil : filled;
    }

    private Instant filled(long amount) {
        long available = tally.available();
        if (amount <= available) {
            return Instant.MIN;
        }
        if (limit.most() == 0) {
            return Instant.MAX;
        }
        long missing = amount - available;
        return limit.later(clock.instant(), missing < 0 ? Long.MAX_VALUE : windows(missing));
    }

    private long windows(long amount) {
        return amount / limit.most() + (amount % limit.most() == 0 ? 0 : 1);
    }

    void take(long amount) {
        tally.take(amount);
    }

    /** Books a use that differs from what was taken in the window that began then. */
    void settle(Instant begin, long taken, long used) {
        if (used > taken) {
            tally.take(used - taken);
        } else if (begin.equals(begin())) {
            tally.giveBack(taken - used);
        }
    }

    void close(Instant until) {
        closedUntil = until.isAfter(closedUntil) ? until : closedUntil;
    }
}
