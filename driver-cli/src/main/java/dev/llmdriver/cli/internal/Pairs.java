package dev.llmdriver.cli.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code key=value} as it stands behind {@code -o} and {@code -P}. */
final class Pairs {
    private Pairs() {}

    /** {@return the values by key, in order; a key may have several} */
    static Map<String, List<String>> read(String flag, List<String> pairs) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals <= 0) { // what was written instead may be a key, so it is not repeated
                throw Failures.usage(flag + " takes key=value, but got a text without a key or without '='");
            }
            values.computeIfAbsent(pair.substring(0, equals).strip(), key -> new ArrayList<>())
                    .add(pair.substring(equals + 1));
        }
        return values;
    }
}
