package dev.llmdriver.cli.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Columns of text, as wide as they must be. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    void row(String... cells) {
        rows.add(Stream.of(cells).map(Lines::one).toList()); // models are named by whoever serves them
    }

    /** {@return the lines, without blanks at their ends} */
    List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            line.append(cell).append(" ".repeat(width(column) - cell.length() + 2));
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> column < row.size())
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }
}
