package dev.llmdriver.benchmarks;

/**
 * Nanoseconds that several processes agree on. {@link System#nanoTime()} alone will not do: its origin is the machine's
 * in JDK 17 but the process's own in JDK 25.
 */
public final class Wall {
    private static final long OFFSET = offset();

    private Wall() {}

    /** {@return nanoseconds since 1970, steady within a process} */
    public static long now() {
        return System.nanoTime() + OFFSET;
    }

    /** {@return milliseconds from then until now} */
    public static double millisSince(long then) {
        return (now() - then) / 1e6;
    }

    private static long offset() {
        long start = System.currentTimeMillis();
        long now = start;
        while (now == start) {
            now = System.currentTimeMillis(); // at the edge of a millisecond
        }
        return now * 1_000_000L - System.nanoTime();
    }
}
