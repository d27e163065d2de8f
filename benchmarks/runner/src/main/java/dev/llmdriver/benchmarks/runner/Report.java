package dev.llmdriver.benchmarks.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** A table for each case and protocol: medians, and the median of the ratios to the baseline of the same repetition. */
final class Report {
    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private Report(Results results) {
        this.results = results;
    }

    static String markdown(Results results) {
        Report report = new Report(results);
        for (String id : results.cases()) {
            report.text.append("\n### ").append(id).append('\n');
            for (String protocol : results.protocols(id)) {
                report.table(id, protocol);
            }
        }
        return report.text.toString();
    }

    private void table(String id, String protocol) {
        List<Column> columns = Column.of(id);
        text.append('\n').append(protocol).append("\n\n| contestant |");
        columns.forEach(column -> text.append(' ').append(column.heading()).append(column.ratio() ? " | × |" : " |"));
        text.append(" runs |\n|---|");
        columns.forEach(column -> text.append(column.ratio() ? "---:|---:|" : "---:|"));
        text.append("---:|\n");
        for (String contestant : results.contestants(id, protocol)) {
            String fault = results.fault(id, protocol, contestant);
            text.append("| ").append(contestant).append(fault.isEmpty() ? "" : " **" + fault + "**");
            text.append(" |");
            columns.forEach(column -> cell(id, protocol, contestant, column));
            text.append(' ')
                    .append(results.runs(id, protocol, contestant).size())
                    .append(" |\n");
        }
    }

    private void cell(String id, String protocol, String contestant, Column column) {
        List<ObjectNode> runs = results.runs(id, protocol, contestant);
        JsonNode first = runs.get(0).path(column.key());
        text.append(' ')
                .append(first.isTextual() ? first.asText() : Numbers.format(Numbers.median(runs, column.key())))
                .append(" |");
        if (column.ratio()) {
            double ratio = results.ratio(id, protocol, contestant, column.key());
            text.append(Double.isNaN(ratio) ? " |" : String.format(Locale.ROOT, " %.2f |", ratio));
        }
    }
}
