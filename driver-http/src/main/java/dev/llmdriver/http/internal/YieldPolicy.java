package dev.llmdriver.http.internal;

/** Learns when a yield pays ({@link LoopYield}). For one endpoint's calls on one event loop, and not thread-safe. */
final class YieldPolicy {
    /** After so many in vain, one after the other, */
    private static final int IN_VAIN = 8;
    /** only one of so many is tried. */
    private static final int SELDOM = 64;
    /** No caller needs so long to ask again; others ran. */
    private static final long LONG_NANOS = 100_000;
    /** So many times what others took has to pass before they may take it again. */
    private static final int SHARE = 64;
    /** As so long one yield counts at most: what lasts longer is a pause of the JVM or of the machine more often than another thread's turn. */
    private static final long LONGEST_NANOS = 10_000_000;
    /** What they may take in advance: one pause is no reason to stop. */
    private static final long ADVANCE_NANOS = SHARE * LONGEST_NANOS;

    private int inVain;
    private int skipped;
    /** What has still to pass, as it was at a time. */
    private long owedNanos;

    private long owedAt;

    /** {@return whether a yield may help; to be asked before each} */
    boolean mayHelp() {
        if (inVain < IN_VAIN) {
            return true;
        }
        skipped = (skipped + 1) % SELDOM;
        return skipped == 0;
    }

    /** {@return whether others took so much of the loop's time already that this yield would come too soon} */
    boolean isTooSoon(long nowNanos) {
        return owed(nowNanos) > ADVANCE_NANOS;
    }

    private long owed(long nowNanos) {
        return Math.max(0, owedNanos - Math.max(0, nowNanos - owedAt));
    }

    /** Notes how a yield went. */
    void yielded(long beganNanos, long tookNanos, boolean helped) {
        inVain = helped ? 0 : Math.min(inVain + 1, IN_VAIN);
        if (tookNanos > LONG_NANOS) {
            owedNanos = owed(beganNanos) + SHARE * Math.min(tookNanos, LONGEST_NANOS);
            owedAt = beganNanos + tookNanos; // so that some time passes after the longest, too
        }
    }
}
