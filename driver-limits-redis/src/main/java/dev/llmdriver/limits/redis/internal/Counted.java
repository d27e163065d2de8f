package dev.llmdriver.limits.redis.internal;

import dev.llmdriver.resilience.Limit;
import java.time.Instant;

/**
 * What is known of a limit.
 *
 * @param taken how much of it, debts included; zero or more
 * @param end of the window from which it was taken, which tells windows apart; the beginning of time if none is known
 * @param closedUntil when something is given again
 */
record Counted(long taken, Instant end, Instant closedUntil) {
    static final Counted NOTHING = new Counted(0, Instant.MIN, Instant.MIN);

    static Counted of(String taken, String end, String closed) {
        return new Counted(Long.parseLong(taken), Moments.parse(end), Moments.parse(closed));
    }

    /** {@return how much of a debt was paid since the window ended, a full window each time} */
    long paid(Limit limit, Instant now) {
        if (end.equals(Instant.MIN) || now.isBefore(end) || limit.most() == 0) {
            return 0;
        }
        long windows = Moments.windows(limit, end, now);
        return limit.most() > Long.MAX_VALUE / windows ? Long.MAX_VALUE : limit.most() * windows;
    }

    /** {@return what is left, now and without asking} */
    long remaining(Limit limit, Instant now) {
        long available = limit.most() - owed(limit, now);
        return now.isBefore(closedUntil) ? Math.min(0, available) : available;
    }

    private long owed(Limit limit, Instant now) {
        boolean over = !now.isBefore(end);
        return over && taken <= limit.most() ? 0 : Math.max(0, taken - paid(limit, now));
    }

    /** {@return when an amount is there if nobody takes of it, as of the window that is counted} */
    Instant has(Limit limit, long amount) {
        Instant filled = filled(limit, amount);
        return filled.isBefore(closedUntil) ? closedUntil : filled;
    }

    private Instant filled(Limit limit, long amount) {
        long available = limit.most() - taken;
        if (amount <= available) {
            return Instant.MIN;
        }
        if (limit.most() == 0) {
            return Instant.MAX;
        }
        long missing = amount - available;
        // Below zero if it ran over.
        return limit.later(end.minusNanos(1), missing < 0 ? Long.MAX_VALUE : windows(limit, missing));
    }

    private static long windows(Limit limit, long amount) {
        return amount / limit.most() + (amount % limit.most() == 0 ? 0 : 1);
    }
}
