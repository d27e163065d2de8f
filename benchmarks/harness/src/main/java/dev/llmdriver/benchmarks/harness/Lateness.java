package dev.llmdriver.benchmarks.harness;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** How late texts came, counted from any thread. Its memory does not grow with the number of texts. */
final class Lateness {
    private static final int FINE_NANOS = 10_000;
    private static final int COARSE_NANOS = 1_000_000;
    private static final int FINE = 100_000; // up to a second in hundredths of a millisecond
    private static final int COARSE = 120_000; // up to two minutes in milliseconds

    private final AtomicIntegerArray fine = new AtomicIntegerArray(FINE);
    private final AtomicIntegerArray coarse = new AtomicIntegerArray(COARSE);
    private final AtomicInteger count = new AtomicInteger();

    void add(long nanos) {
        count.incrementAndGet();
        long late = Math.max(0, nanos);
        if (late < (long) FINE * FINE_NANOS) {
            fine.incrementAndGet((int) (late / FINE_NANOS));
        } else {
            coarse.incrementAndGet((int) Math.min(COARSE - 1, late / COARSE_NANOS));
        }
    }

    int count() {
        return count.get();
    }

    /** The lateness in milliseconds that this share of the texts did not exceed. */
    double millis(double share) {
        long rank = Math.min(count.get() - 1L, (long) (count.get() * share));
        long seen = 0;
        for (int i = 0; i < FINE; i++) {
            seen += fine.get(i);
            if (seen > rank) {
                return (i + 1) * (FINE_NANOS / 1e6);
            }
        }
        for (int i = 0; i < COARSE; i++) {
            seen += coarse.get(i);
            if (seen > rank) {
                return (i + 1) * (COARSE_NANOS / 1e6);
            }
        }
        return Double.NaN;
    }
}
