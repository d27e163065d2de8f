package dev.llmdriver.benchmarks.runner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The table of gateways. */
final class GatewayReport {
    private GatewayReport() {}

    static String shortly(ObjectNode row) {
        return "%-12s %-10s ok=%d wrong=%d failed=%d p50=%.2f ms p99=%.2f ms gateway %.1f us a piece, %.0f MiB"
                .formatted(
                        row.path("case").asText(),
                        row.path("through").asText(),
                        row.path("ops").asInt(),
                        row.path("wrong").asInt(),
                        row.path("failed").asInt(),
                        row.path("p50Ms").asDouble(),
                        row.path("p99Ms").asDouble(),
                        cpu(row),
                        row.path("gatewayMiB").asDouble());
    }

    /** Medians; what is added is the median less the direct one. */
    static String markdown(Collection<ObjectNode> rows) {
        StringBuilder text = new StringBuilder("""
                | Work | through | ok | wrong or failed | p50, ms | p99, ms | added p50 | added p99 | a second | CPU of the gateway | its peak RSS, MiB | its threads |
                |---|---|---|---|---|---|---|---|---|---|---|---|
                """);
        Map<String, List<ObjectNode>> groups = rows.stream()
                .collect(Collectors.groupingBy(
                        row -> row.path("case").asText() + "\t"
                                + row.path("through").asText(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        List<String> keys = new ArrayList<>(groups.keySet());
        keys.sort((one, other) -> one.split("\t")[0].compareTo(other.split("\t")[0]));
        keys.forEach(key -> line(text, groups.get(key), groups.get(key.split("\t")[0] + "\t" + Gateway.DIRECT)));
        return text.toString();
    }

    private static void line(StringBuilder text, List<ObjectNode> rows, List<ObjectNode> direct) {
        ObjectNode first = rows.get(0);
        boolean isDirect = first.path("through").asText().equals(Gateway.DIRECT);
        boolean isCall = first.path("case").asText().startsWith("calls");
        text.append("| ").append(first.path("case").asText());
        text.append(" | ").append(first.path("through").asText());
        text.append(" | ").append(Math.round(median(rows, "ops")));
        text.append(" | ").append(Math.round(median(rows, "wrong") + median(rows, "failed")));
        text.append(" | ").append(number(median(rows, "p50Ms")));
        text.append(" | ").append(number(median(rows, "p99Ms")));
        text.append(" | ").append(isDirect || direct == null ? "" : added(rows, direct, "p50Ms"));
        text.append(" | ").append(isDirect || direct == null ? "" : added(rows, direct, "p99Ms"));
        text.append(" | ").append(first.has("perSecond") ? number(median(rows, "perSecond")) : "");
        text.append(" | ").append(isDirect ? "" : number(cpu(first)) + (isCall ? " µs a call" : " µs a token"));
        text.append(" | ").append(isDirect ? "" : number(median(rows, "gatewayMiB")));
        text.append(" | ").append(isDirect ? "" : number(median(rows, "gatewayThreads")));
        text.append(" |\n");
    }

    private static String added(List<ObjectNode> rows, List<ObjectNode> direct, String key) {
        return number(median(rows, key) - median(direct, key));
    }

    /** {@return microseconds of the gateway's process for a call, or for a token of streams} */
    private static double cpu(ObjectNode row) {
        double busyMillis =
                row.path("serverCpuPct").asDouble() * row.path("wallMs").asDouble() / 100;
        boolean isCall = row.path("case").asText().startsWith("calls");
        return busyMillis * 1000 / row.path(isCall ? "ops" : "tokens").asDouble();
    }

    private static double median(List<ObjectNode> rows, String key) {
        double[] values = rows.stream()
                .mapToDouble(row -> row.path(key).asDouble())
                .sorted()
                .toArray();
        return values[values.length / 2];
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%.2f", value);
    }
}
