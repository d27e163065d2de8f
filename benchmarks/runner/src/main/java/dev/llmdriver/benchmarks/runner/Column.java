package dev.llmdriver.benchmarks.runner;

import java.util.List;
import java.util.stream.Stream;

/**
 * A column of a table.
 *
 * @param key what it shows of a row
 * @param ratio whether the ratio to the baseline stands beside it
 */
record Column(String key, String heading, boolean ratio) {
    private static final List<Column> LOAD = List.of(
            plain("newConns", "new conns"),
            plain("peakThreads", "threads"),
            plain("clientCpuPct", "client CPU %"),
            plain("serverCpuPct", "server CPU %"),
            plain("jitMs", "JIT ms"));
    private static final List<Column> CALLS = List.of(
            compared("callsPerSec", "calls/s"),
            compared("cpuUsPerCall", "CPU µs / call"),
            compared("allocPerCall", "bytes / call"));
    private static final List<Column> STREAM = List.of(
            compared("tokensPerSec", "tokens/s"),
            compared("cpuUsPerToken", "CPU µs / token"),
            compared("allocPerToken", "bytes / token"),
            plain("piecesPerToken", "callbacks / token"));
    private static final List<Column> FANOUT = List.of(
            plain("ops", "streams ok"),
            plain("p50Ms", "late p50 ms"),
            plain("p99Ms", "late p99 ms"),
            plain("maxMs", "late max ms"),
            plain("firstMaxMs", "slowest first token ms"),
            plain("wallMs", "wall ms"),
            compared("cpuUsPerToken", "CPU µs / token"),
            compared("allocPerToken", "bytes / token"),
            compared("rssPeakMiB", "peak RSS MiB"));
    private static final List<Column> COLD = List.of(
            compared("firstTokenMs", "first token ms"),
            compared("processMs", "process ms"),
            plain("exitMs", "last token to end ms"),
            compared("cpuMs", "CPU ms"),
            compared("rssPeakMiB", "peak RSS MiB"),
            plain("threads", "threads at end"),
            plain("exited", "ends by itself"));
    private static final List<Column> SLOW = List.of(
            plain("serverMiBThen", "MiB the server had sent"),
            plain("serverDoneThen", "whole answer taken"),
            plain("piecesWhenSampled", "chunks consumed"),
            plain("liveHeapGrowthMiB", "live heap growth MiB"),
            plain("peakUsedHeapMiB", "peak used heap MiB"),
            compared("rssPeakMiB", "peak RSS MiB"),
            plain("wallMs", "wall ms"),
            plain("peakThreads", "threads"),
            plain("unsupported", "note"));
    private static final List<Column> CANCEL = List.of(
            plain("busyClosed", "busy: closed"),
            plain("busyMs", "busy: ms"),
            plain("busyHow", "busy: end"),
            plain("busyEnds", "busy: ends"),
            plain("busyPiecesAfter", "busy: chunks after"),
            plain("idlePieces", "silent: chunks of 10"),
            plain("idleClosed", "silent: closed"),
            plain("idleMs", "silent: ms"),
            plain("idleReturnMs", "silent: cancel() took ms"),
            plain("idleHow", "silent: end"),
            plain("idleEnds", "silent: ends"),
            plain("usableAfter", "usable after"));

    private static Column plain(String key, String heading) {
        return new Column(key, heading, false);
    }

    private static Column compared(String key, String heading) {
        return new Column(key, heading, true);
    }

    /** The columns of a case's table. */
    static List<Column> of(String id) {
        return switch (id.replaceFirst("-.*", "")) {
            case "calls" -> join(CALLS, LOAD);
            case "stream" -> join(STREAM, LOAD);
            case "fanout" -> join(FANOUT, LOAD.subList(1, LOAD.size()));
            case "cold" -> COLD;
            case "slow", "demand" -> SLOW;
            default -> CANCEL;
        };
    }

    private static List<Column> join(List<Column> first, List<Column> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
