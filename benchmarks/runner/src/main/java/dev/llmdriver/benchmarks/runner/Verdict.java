package dev.llmdriver.benchmarks.runner;

import java.util.Locale;
import java.util.Set;

/** What was to be reached beside what was measured. */
final class Verdict {
    /** Written by hand for the sake of the comparison, and ourselves. */
    private static final Set<String> NO_PEERS = Set.of(
            "raw-vertx",
            "raw-vertx-offloop",
            "lean-vertx",
            "llm-driver",
            "llm-driver-loop",
            "llm-driver-blocking",
            "llm-driver-epoll");

    private Verdict() {}

    /** Nothing where no target was measured. */
    static String markdown(Results results) {
        StringBuilder lines = new StringBuilder();
        for (Target target : Target.ALL) {
            for (String protocol : results.protocols(target.id())) {
                if (!results.runs(target.id(), protocol, target.contestant()).isEmpty()) {
                    line(lines, results, target, protocol);
                }
            }
        }
        return lines.isEmpty()
                ? ""
                : "\n### Targets\n\n| case | protocol | what | must be | measured | |\n|---|---|---|---:|---:|---|\n"
                        + lines;
    }

    private static void line(StringBuilder lines, Results results, Target target, String protocol) {
        double value = measured(results, target, protocol);
        String fault = results.fault(target.id(), protocol, target.contestant());
        String verdict = !fault.isEmpty()
                ? "**not reached** (" + fault + ")"
                : Double.isNaN(value) ? "not measured" : target.isReached(value) ? "reached" : "**not reached**";
        lines.append(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s %s | %s | %s |%n",
                target.id(),
                protocol,
                target.what(),
                target.sign(),
                Numbers.format(target.bound()),
                Numbers.format(value),
                verdict));
    }

    private static double measured(Results results, Target target, String protocol) {
        double ours = results.median(target.id(), protocol, target.contestant(), target.key());
        return switch (target.kind()) {
            case VALUE, EXACTLY -> ours;
            case RATIO -> results.ratio(target.id(), protocol, target.contestant(), target.key());
            case AHEAD -> bestPeer(results, target, protocol) / ours;
        };
    }

    private static double bestPeer(Results results, Target target, String protocol) {
        return results.contestants(target.id(), protocol).stream()
                .filter(name -> !NO_PEERS.contains(name))
                .filter(name -> results.fault(target.id(), protocol, name).isEmpty())
                .mapToDouble(name -> results.median(target.id(), protocol, name, target.key()))
                .min()
                .orElse(Double.NaN);
    }
}
