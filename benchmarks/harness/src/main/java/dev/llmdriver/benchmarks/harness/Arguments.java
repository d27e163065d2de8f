package dev.llmdriver.benchmarks.harness;

import java.util.HashMap;
import java.util.Map;

/** The {@code key=value} arguments that the runner gives. */
record Arguments(Map<String, String> values) {
    static Arguments parse(String... arguments) {
        Map<String, String> values = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            values.put(
                    equals < 0 ? argument : argument.substring(0, equals),
                    equals < 0 ? "true" : argument.substring(equals + 1));
        }
        return new Arguments(values);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("the argument " + key + "=… is missing");
        }
        return value;
    }

    String text(String key, String otherwise) {
        return values.getOrDefault(key, otherwise);
    }

    int number(String key, int otherwise) {
        return has(key) ? Integer.parseInt(text(key)) : otherwise;
    }
}
