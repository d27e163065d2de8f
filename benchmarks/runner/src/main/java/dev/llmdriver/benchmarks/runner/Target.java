package dev.llmdriver.benchmarks.runner;

import java.util.List;

/**
 * What our drivers must reach in a case.
 *
 * @param id the case
 * @param contestant whose row it is about
 * @param key the number of a row
 * @param kind what of it is judged
 * @param bound how much is allowed, or needed
 */
record Target(String id, String contestant, String what, String key, Kind kind, double bound) {
    /** How a number is judged. */
    enum Kind {
        /** The median itself, at most. */
        VALUE,
        /** The median of the ratios to the baseline, at most. */
        RATIO,
        /** The median itself, no more and no less. */
        EXACTLY,
        /** The best median among other libraries, divided by ours, at least. */
        AHEAD
    }

    private static final String OURS = "llm-driver";
    private static final String ON_LOOP = "llm-driver-loop";
    private static final String BLOCKING = "llm-driver-blocking";
    private static final String ON_EPOLL = "llm-driver-epoll";
    private static final String COMMAND = "llm";

    /** All of them, on every protocol. */
    static final List<Target> ALL = List.of(
            ours("calls-c1", "CPU / call, × raw-vertx", "cpuUsPerCall", Kind.RATIO, 1.35),
            new Target(
                    "calls-c1",
                    ON_LOOP,
                    "CPU / call, callbacks on the event loop, × raw-vertx",
                    "cpuUsPerCall",
                    Kind.RATIO,
                    1.35),
            new Target("calls-c1", BLOCKING, "CPU / call, blocking, × raw-vertx", "cpuUsPerCall", Kind.RATIO, 1.35),
            new Target("calls-c1", ON_EPOLL, "CPU / call, with epoll, × raw-vertx", "cpuUsPerCall", Kind.RATIO, 1.35),
            ours("calls-c64", "CPU / call, × raw-vertx", "cpuUsPerCall", Kind.RATIO, 1.35),
            ours("calls-c64", "CPU / call, best peer ÷ ours", "cpuUsPerCall", Kind.AHEAD, 2),
            ours("calls-c64", "bytes / call", "allocPerCall", Kind.VALUE, 25_000),
            ours("stream-c32", "CPU / token, × raw-vertx", "cpuUsPerToken", Kind.RATIO, 1.15),
            ours("stream-c32", "CPU / token, best peer ÷ ours", "cpuUsPerToken", Kind.AHEAD, 1),
            ours("stream-c32", "bytes / token", "allocPerToken", Kind.VALUE, 900),
            ours("fanout-1000", "lateness p99, ms", "p99Ms", Kind.VALUE, 30),
            ours("fanout-1000", "threads", "peakThreads", Kind.VALUE, 16),
            ours("fanout-1000", "peak RSS, MiB", "rssPeakMiB", Kind.VALUE, 180),
            ours("cold-archive", "first token, ms", "firstTokenMs", Kind.VALUE, 550),
            ours("cold-archive", "last token to end, ms", "exitMs", Kind.VALUE, 100),
            new Target("cold-command", COMMAND, "first token, ms", "firstTokenMs", Kind.VALUE, 550),
            new Target("cold-command", COMMAND, "last token to end, ms", "exitMs", Kind.VALUE, 100),
            ours("demand", "live heap growth, MiB", "liveHeapGrowthMiB", Kind.VALUE, 1),
            ours("demand", "texts out of place", "outOfPlace", Kind.VALUE, 0),
            ours("cancel", "busy: server sees the close, ms", "busyMs", Kind.VALUE, 10),
            ours("cancel", "busy: texts after", "busyPiecesAfter", Kind.VALUE, 0),
            ours("cancel", "silent: server sees the close, ms", "idleMs", Kind.VALUE, 10),
            ours("cancel", "silent: ends told", "idleEnds", Kind.EXACTLY, 1));

    private static Target ours(String id, String what, String key, Kind kind, double bound) {
        return new Target(id, OURS, what, key, kind, bound);
    }

    /** How a value and the bound compare when it is reached. */
    String sign() {
        return switch (kind) {
            case VALUE, RATIO -> "≤";
            case EXACTLY -> "=";
            case AHEAD -> "≥";
        };
    }

    boolean isReached(double value) {
        return switch (kind) {
            case VALUE, RATIO -> value <= bound;
            case EXACTLY -> value == bound;
            case AHEAD -> value >= bound;
        };
    }
}
