package dev.llmdriver.benchmarks.harness;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was measured, as a flat JSON object; written without a library, so that contestants keep their own class path. */
final class Row {
    private final Map<String, String> members = new LinkedHashMap<>();

    Row put(String key, @Nullable String value) {
        members.put(key, value == null ? "null" : quote(value));
        return this;
    }

    Row put(String key, long value) {
        members.put(key, Long.toString(value));
        return this;
    }

    Row put(String key, double value) {
        members.put(key, Double.isFinite(value) ? Double.toString(Math.rint(value * 1000) / 1000) : "null");
        return this;
    }

    /** How many requests ended well, with a wrong text, and not at all. */
    Row outcome(long good, long wrong, long failed, @Nullable String sample) {
        return put("ops", good).put("wrong", wrong).put("failed", failed).put("sample", sample);
    }

    /** Says the row to the runner. */
    void print() {
        System.out.println("@@RESULT " + this);
        System.out.flush();
    }

    private static String quote(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 32 || c > 126) {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    @Override
    public String toString() {
        StringBuilder json = new StringBuilder("{");
        members.forEach((key, value) -> json.append(json.length() > 1 ? "," : "")
                .append(quote(key))
                .append(':')
                .append(value));
        return json.append('}').toString();
    }
}
