package dev.llmdriver.benchmarks.runner;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Medians over runs, ratios of runs that belong together. */
final class Numbers {
    private Numbers() {}

    /** The median of a number over the rows that have it. */
    static double median(List<? extends JsonNode> rows, String key) {
        return median(rows.stream()
                .map(row -> row.path(key))
                .filter(JsonNode::isNumber)
                .map(JsonNode::asDouble)
                .toList());
    }

    /** The median of the ratios: run k beside run k of the baseline, which was minutes away at most. */
    static double ratio(List<? extends JsonNode> rows, List<? extends JsonNode> baseline, String key) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(rows.size(), baseline.size()); i++) {
            JsonNode value = rows.get(i).path(key);
            JsonNode base = baseline.get(i).path(key);
            if (value.isNumber() && base.isNumber() && base.asDouble() != 0) {
                ratios.add(value.asDouble() / base.asDouble());
            }
        }
        return median(ratios);
    }

    private static double median(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int size = sorted.size();
        return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    }

    static String format(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        double size = Math.abs(value);
        if (size >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        int digits = size >= 100 || value == Math.rint(value) ? 0 : size >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
