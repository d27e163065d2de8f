package dev.llmdriver.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a request tells, in order, in words that are the same for all providers; and how to find it in JSON that was read plainly. */
final class Told {
    private final List<String> facts = new ArrayList<>();

    void add(String kind, Object... values) {
        facts.add(kind + List.of(values));
    }

    /** Adds a text that may be absent, which means the same as an empty one. */
    void text(String kind, @Nullable Object text) {
        if (text != null && !text.equals("")) {
            add(kind, text);
        }
    }

    @SuppressWarnings("unchecked") // the type says what was read
    static List<Object> list(@Nullable Object value) {
        return value == null ? List.of() : (List<Object>) value;
    }

    @SuppressWarnings("unchecked") // the type says what was read
    static Map<String, Object> map(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    /** {@return what stands at a path of fields, or the word "absent"} */
    static Object at(Object value, String... path) {
        Object found = value;
        for (String field : path) {
            found = map(found).get(field);
        }
        return Objects.requireNonNullElse(found, "absent");
    }

    /** {@return the object that a text holds, if it holds one; otherwise an object with the text in this field} */
    static Object objectOf(String text, String otherwise) {
        try {
            if (PlainJson.read(text) instanceof Map<?, ?> object) {
                return object;
            }
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException noJson) {
            // it is a text then
        }
        return new TreeMap<>(Map.of(otherwise, text));
    }

    @Override
    public String toString() {
        return String.join("\n", facts);
    }
}
