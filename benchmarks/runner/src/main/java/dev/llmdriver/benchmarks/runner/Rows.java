package dev.llmdriver.benchmarks.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All that was measured: kept, written to {@code rows.jsonl} at once and shown in short. */
final class Rows {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SHOWN = List.of(
            "callsPerSec",
            "cpuUsPerCall",
            "allocPerCall",
            "tokensPerSec",
            "cpuUsPerToken",
            "allocPerToken",
            "firstTokenMs",
            "exitMs",
            "p99Ms",
            "maxMs",
            "clientCpuPct",
            "serverCpuPct",
            "jitMs",
            "peakThreads",
            "rssPeakMiB",
            "serverMiBThen",
            "liveHeapGrowthMiB",
            "busyMs",
            "busyHow",
            "idleMs",
            "idleHow",
            "unsupported",
            "load");

    private final Path file;
    private final List<ObjectNode> all = new ArrayList<>();

    Rows(Path folder) throws IOException {
        Files.createDirectories(folder);
        file = folder.resolve("rows.jsonl");
    }

    static List<ObjectNode> read(Path file) throws IOException {
        List<ObjectNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            rows.add((ObjectNode) JSON.readTree(line));
        }
        return rows;
    }

    /** A row that says what it is about, and how busy the machine was before it. */
    static ObjectNode begin(Case of, Entry entry, int repetition) throws IOException {
        String load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        return JSON.createObjectNode()
                .put("case", of.id())
                .put("contestant", entry.name())
                .put("protocol", entry.protocol())
                .put("version", entry.version())
                .put("rep", repetition)
                .put("load", Double.parseDouble(load));
    }

    List<ObjectNode> all() {
        return all;
    }

    void add(ObjectNode row) throws IOException {
        all.add(row);
        Files.writeString(file, row + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        System.out.println(brief(row));
    }

    /** What is wrong with a row, nothing where all is well. */
    static String fault(JsonNode row) {
        if (row.has("error")) {
            return "ERROR";
        }
        if (row.path("wrong").asInt() > 0) {
            return "WRONG";
        }
        return row.path("failed").asInt() > 0 ? row.path("failed").asInt() + " FAILED" : "";
    }

    private static String brief(ObjectNode row) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%-12s %-7s %-18s r%d",
                row.get("case").asText(),
                row.get("protocol").asText(),
                row.get("contestant").asText(),
                row.get("rep").asInt()));
        for (String key : SHOWN) {
            JsonNode value = row.path(key);
            if (!value.isMissingNode()) {
                line.append(' ').append(key).append('=');
                line.append(value.isNumber() ? Numbers.format(value.asDouble()) : value.asText());
            }
        }
        if (!fault(row).isEmpty()) {
            line.append(' ')
                    .append(fault(row))
                    .append(' ')
                    .append(row.path("sample").asText());
            line.append(' ').append(row.path("error").asText());
        }
        return line.toString();
    }
}
