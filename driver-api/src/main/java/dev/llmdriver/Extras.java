package dev.llmdriver;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Deep, checked copies of the fields that only one driver understands. */
final class Extras {
    private Extras() {}

    static Map<String, Map<String, Object>> copyOf(Map<String, Map<String, Object>> extras) {
        Map<String, Map<String, Object>> copy = new LinkedHashMap<>();
        extras.forEach((driver, fields) -> copy.put(driver, copyOfFields(fields)));
        return Collections.unmodifiableMap(copy);
    }

    private static Map<String, Object> copyOfFields(Map<String, Object> fields) {
        Map<String, Object> copy = new LinkedHashMap<>();
        fields.forEach((key, value) -> copy.put(key, checked(key, value)));
        return Collections.unmodifiableMap(copy);
    }

    static Object checked(String key, Object value) {
        if (value instanceof String || value instanceof Boolean || value instanceof Number) {
            return value;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(item -> checked(key, item)).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((name, item) -> copy.put(String.valueOf(name), checked(key, item)));
            return Collections.unmodifiableMap(copy);
        }
        throw new IllegalArgumentException(
                "extra '" + key + "' must be made of String, Boolean, Number, List and Map, not "
                        + value.getClass().getName());
    }
}
