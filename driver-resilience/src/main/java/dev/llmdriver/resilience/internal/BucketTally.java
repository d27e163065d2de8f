package dev.llmdriver.resilience.internal;

import dev.llmdriver.resilience.Limit;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Minutes and hours: windows of one length, which a bucket that is filled up at the begin of each can count. */
final class BucketTally implements Tally {
    /** Bucket4j refuses debts whose payment takes longer than its arithmetic reaches; nobody lives to see these paid either. */
    private static final long DEEPEST_DEBT_IN_WINDOWS = 1_000_000;

    private final Bucket bucket;
    private final long deepestDebt;

    /** {@return whether a bucket can count it} Bucket4j knows none without capacity, and none that gets more than one in a nanosecond. */
    static boolean holds(Limit limit) {
        return limit.most() > 0 && limit.most() <= length(limit, Instant.EPOCH).toNanos();
    }

    private static Duration length(Limit limit, Instant moment) {
        return Duration.between(limit.begin(moment), limit.later(moment, 1));
    }

    BucketTally(Limit limit, InstantSource clock) {
        Instant now = clock.instant();
        Instant next = limit.later(now, 1);
        Duration length = length(limit, now);
        this.deepestDebt = limit.most() * DEEPEST_DEBT_IN_WINDOWS;
        // A bucket that trickles would let nearly twice the limit through in its first window.
        this.bucket = Bucket.builder()
                .addLimit(bandwidth -> bandwidth
                        .capacity(limit.most())
                        .refillIntervallyAligned(limit.most(), length, next)
                        .initialTokens(limit.most()))
                .withCustomTimePrecision(new Meter(clock))
                .build();
    }

    @Override
    public long available() {
        return bucket.getAvailableTokens();
    }

    @Override
    public void take(long amount) {
        long bounded = Math.min(amount, available() + deepestDebt);
        if (bounded > 0) {
            bucket.consumeIgnoringRateLimits(bounded);
        }
    }

    @Override
    public void giveBack(long amount) {
        if (amount > 0) {
            bucket.addTokens(amount);
        }
    }

    private record Meter(InstantSource clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            Instant now = clock.instant();
            return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
