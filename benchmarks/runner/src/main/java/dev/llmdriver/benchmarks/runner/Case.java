package dev.llmdriver.benchmarks.runner;

import java.util.ArrayList;
import java.util.List;

/**
 * One measured thing: a workload with its width.
 *
 * @param id the heading in the report
 * @param workload what the contestant is told to do
 * @param width requests at once
 * @param arguments more for the contestant
 * @param jvm flags for its process
 * @param timeoutSeconds when its process is killed
 * @param runs how often in a repetition
 */
record Case(
        String id, String workload, int width, List<String> arguments, List<String> jvm, int timeoutSeconds, int runs) {
    private static final List<String> GROWING = List.of("-Xms64m", "-Xmx1g");
    private static final List<String> SMALL = List.of("-Xms32m", "-Xmx256m");

    /** All that the options ask for. */
    static List<Case> wanted(Options options) {
        List<String> wanted = options.list("workloads");
        List<Case> cases = new ArrayList<>(all(options));
        cases.removeIf(each -> !wanted.isEmpty() && !wanted.contains(each.workload) && !wanted.contains(each.id));
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("--workloads=" + options.text("workloads", "") + " names none of "
                    + all(options).stream().map(Case::id).toList());
        }
        return cases;
    }

    private static List<Case> all(Options options) {
        boolean quick = options.quick();
        List<Case> cases = new ArrayList<>(List.of(
                turn("calls", 1),
                turn("calls", 64),
                turn("stream", 1),
                turn("stream", 32),
                cold("cold", quick),
                cold("cold-archive", quick),
                cold("cold-command", quick)));
        List<String> slow = List.of("warmup=" + (quick ? 1000 : 2000), "slowMs=" + (quick ? 2000 : 3000));
        cases.add(new Case("slow", "slow", 1, slow, GROWING, 120, 1));
        cases.add(new Case("demand", "demand", 1, slow, GROWING, 120, 1));
        List<String> cancel = List.of("warmup=" + (quick ? 800 : 1500), "limit=" + (quick ? 2 : 10));
        cases.add(new Case("cancel", "cancel", 1, cancel, GROWING, 120, 1));
        int width = options.number("width", quick ? 300 : 1000);
        List<String> fanout = List.of("warmup=" + (quick ? 1500 : 8000), "tokens=" + (quick ? 60 : 200));
        cases.add(new Case("fanout-" + width, "fanout", width, fanout, GROWING, 180 + width / 100, 1));
        return cases;
    }

    private static Case turn(String workload, int width) {
        return new Case(workload + "-c" + width, workload, width, List.of(), List.of(), 0, 1);
    }

    private static Case cold(String id, boolean quick) {
        return new Case(id, "cold", 1, List.of(), SMALL, quick ? 8 : 90, quick ? 1 : 3);
    }

    /** Whether contestants keep their process and take turns. */
    boolean inSession() {
        return workload.equals("calls") || workload.equals("stream");
    }

    /** Whether the archive of classes is used. */
    boolean withArchive() {
        return id.equals("cold-archive");
    }

    /** Whether the {@code llm} command is what starts, instead of a contestant. */
    boolean ofCommand() {
        return id.equals("cold-command");
    }
}
