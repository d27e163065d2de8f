package dev.llmdriver.benchmarks.runner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows by case, protocol and contestant, in the order of their measurement. */
final class Results {
    private final Map<String, Map<String, Map<String, List<ObjectNode>>>> byCase = new LinkedHashMap<>();

    Results(List<ObjectNode> rows) {
        for (ObjectNode row : rows) {
            byCase.computeIfAbsent(row.get("case").asText(), key -> new LinkedHashMap<>())
                    .computeIfAbsent(row.get("protocol").asText(), key -> new LinkedHashMap<>())
                    .computeIfAbsent(row.get("contestant").asText(), key -> new ArrayList<>())
                    .add(row);
        }
    }

    Set<String> cases() {
        return byCase.keySet();
    }

    Set<String> protocols(String id) {
        return byCase.getOrDefault(id, Map.of()).keySet();
    }

    Set<String> contestants(String id, String protocol) {
        return byCase.getOrDefault(id, Map.of())
                .getOrDefault(protocol, Map.of())
                .keySet();
    }

    /** No rows where nothing was measured. */
    List<ObjectNode> runs(String id, String protocol, String contestant) {
        return byCase.getOrDefault(id, Map.of())
                .getOrDefault(protocol, Map.of())
                .getOrDefault(contestant, List.of());
    }

    double median(String id, String protocol, String contestant, String key) {
        return Numbers.median(runs(id, protocol, contestant), key);
    }

    double ratio(String id, String protocol, String contestant, String key) {
        return Numbers.ratio(runs(id, protocol, contestant), runs(id, protocol, Entry.BASELINE), key);
    }

    /** The first fault among the runs, nothing where all is well. */
    String fault(String id, String protocol, String contestant) {
        return runs(id, protocol, contestant).stream()
                .map(Rows::fault)
                .filter(fault -> !fault.isEmpty())
                .findFirst()
                .orElse("");
    }
}
