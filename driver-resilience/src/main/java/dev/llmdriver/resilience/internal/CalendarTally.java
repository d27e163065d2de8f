package dev.llmdriver.resilience.internal;

import dev.llmdriver.resilience.Limit;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Days, months and all time. Bucket4j fills a bucket up after times of one length, but days have 23 to 25 hours where there is
 * daylight saving, months 28 to 31 days, and all time never ends; so these are counted here, and so is what no bucket holds.
 */
final class CalendarTally implements Tally {
    private final Limit limit;
    private final InstantSource clock;
    private Instant end;
    private long taken;

    CalendarTally(Limit limit, InstantSource clock) {
        this.limit = limit;
        this.clock = clock;
        this.end = limit.later(clock.instant(), 1);
    }

    @Override
    public long available() {
        turnOver();
        return limit.most() - taken;
    }

    @Override
    public void take(long amount) {
        turnOver();
        taken = amount > Long.MAX_VALUE - taken ? Long.MAX_VALUE : taken + amount;
    }

    @Override
    public void giveBack(long amount) {
        turnOver();
        taken = Math.max(0, taken - amount);
    }

    private void turnOver() {
        Instant now = clock.instant();
        while (!now.isBefore(end)) {
            taken = Math.max(0, taken - limit.most());
            end = taken == 0 ? limit.later(now, 1) : limit.later(end, 1);
        }
    }
}
