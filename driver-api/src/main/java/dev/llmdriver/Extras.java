package dev.llmdriver;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Deep, checked copies of the fields that only one driver understands. */
final class Extras {
    /** Immutable ones only: a counter that ticks on would change a request. */
    private static final Set<Class<?>> SIMPLE = Set.of(
            String.class,
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            BigInteger.class,
            BigDecimal.class);

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

    static Object checked(String key, @Nullable Object value) {
        if (value != null && (SIMPLE.contains(value.getClass()) || isFinite(value))) {
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
        throw new IllegalArgumentException("extra '" + key
                + "' must be made of String, Boolean, finite Number, List and Map, not " + named(value));
    }

    private static boolean isFinite(Object value) {
        return (value instanceof Double number && Double.isFinite(number))
                || (value instanceof Float small && Float.isFinite(small));
    }

    private static String named(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        return value instanceof Double || value instanceof Float
                ? value.toString()
                : value.getClass().getName();
    }
}
