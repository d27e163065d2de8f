package dev.llmdriver.testkit.shape;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which fields some JSON values have: their paths and types, which of them are always there, in which order they stand. */
final class Shape {
    /** Objects whose fields are somebody's data. */
    private static final Pattern FREE = Pattern.compile(".*/(args|arguments|model_info|dimensions)");

    private final Map<String, Set<String>> types = new TreeMap<>();
    private final Map<String, Integer> objects = new HashMap<>();
    private final Map<String, Integer> fields = new TreeMap<>();
    private final Map<String, Set<String>> before = new TreeMap<>();

    void add(JsonNode value) {
        add("", value);
    }

    private void add(String path, JsonNode value) {
        types.computeIfAbsent(path, p -> new TreeSet<>()).add(type(value));
        if (value.isArray()) {
            value.forEach(item -> add(path + "/*", item));
        }
        if (value.isObject()) {
            objects.merge(path, 1, Integer::sum);
            if (!FREE.matcher(path).matches()) {
                List<String> names = new ArrayList<>();
                value.properties().forEach(field -> {
                    fields.merge(path + "/" + field.getKey(), 1, Integer::sum);
                    add(path + "/" + field.getKey(), field.getValue());
                    names.add(field.getKey());
                });
                addOrder(path, names);
            }
        }
    }

    private void addOrder(String path, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            for (int k = i + 1; k < names.size(); k++) {
                before.computeIfAbsent(path, p -> new TreeSet<>()).add(names.get(i) + " before " + names.get(k));
            }
        }
    }

    /** {@return what is in this shape and never in reality} */
    List<String> unknownIn(Shape reality) {
        List<String> unknown = new ArrayList<>();
        types.forEach((path, mine) -> {
            Set<String> real = reality.types.getOrDefault(path, Set.of());
            mine.stream()
                    .filter(type -> !real.contains(type))
                    .forEach(type -> unknown.add(path + " (" + type + ") does not occur"));
        });
        return unknown;
    }

    /** {@return what is always in reality, and not always in this shape although what holds it is} */
    List<String> missingFrom(Shape reality) {
        List<String> missing = new ArrayList<>();
        reality.fields.forEach((path, count) -> {
            String parent = path.substring(0, path.lastIndexOf('/'));
            boolean always = count.equals(reality.objects.get(parent));
            Integer mine = objects.get(parent);
            if (always && mine != null && !mine.equals(fields.get(path))) {
                missing.add(path + " is always there");
            }
        });
        return missing;
    }

    /** {@return the pairs of fields that stand in this order here and only in the other one in reality} */
    List<String> disorder(Shape reality) {
        List<String> disorder = new ArrayList<>();
        before.forEach((path, pairs) -> {
            Set<String> real = reality.before.getOrDefault(path, Set.of());
            for (String pair : pairs) {
                String[] names = pair.split(" before ");
                if (!real.contains(pair) && real.contains(names[1] + " before " + names[0])) {
                    disorder.add(path + ": " + pair);
                }
            }
        });
        return disorder;
    }

    private static String type(JsonNode value) {
        return value.getNodeType().toString().toLowerCase(java.util.Locale.ROOT);
    }
}
