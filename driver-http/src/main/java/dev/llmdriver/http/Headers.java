package dev.llmdriver.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Headers in order, looked up without regard to case. Prints names only. Immutable. */
public final class Headers {
    private static final Headers NONE = new Headers(List.of());

    private final List<Map.Entry<String, String>> entries;

    private Headers(List<Map.Entry<String, String>> entries) {
        this.entries = entries;
    }

    /** {@return no headers} */
    public static Headers none() {
        return NONE;
    }

    /** {@return these headers; a name may come more than once} */
    public static Headers of(List<Map.Entry<String, String>> entries) {
        return new Headers(List.copyOf(entries));
    }

    /** {@return what these are now, in order} */
    public static Headers copyOf(Iterable<Map.Entry<String, String>> headers) {
        List<Map.Entry<String, String>> entries = new ArrayList<>();
        headers.forEach(header -> entries.add(Map.entry(header.getKey(), header.getValue())));
        return new Headers(Collections.unmodifiableList(entries));
    }

    /** {@return these headers, in the map's order} */
    public static Headers of(Map<String, String> headers) {
        return new Headers(List.copyOf(headers.entrySet()));
    }

    /**
     * Sets a header.
     *
     * @param name its name
     * @param value its value
     * @return a copy in which it replaces all headers of that name
     */
    public Headers with(String name, String value) {
        List<Map.Entry<String, String>> copy = entriesWithout(name);
        copy.add(Map.entry(name, value));
        return new Headers(Collections.unmodifiableList(copy));
    }

    /** {@return a copy in which these replace all headers of their names; of one name the last} */
    public Headers withAll(Headers more) {
        Headers all = this;
        for (Map.Entry<String, String> entry : more.entries) {
            all = all.with(entry.getKey(), entry.getValue());
        }
        return all;
    }

    /** {@return a copy without the headers of this name} */
    public Headers without(String name) {
        return new Headers(Collections.unmodifiableList(entriesWithout(name)));
    }

    private List<Map.Entry<String, String>> entriesWithout(String name) {
        List<Map.Entry<String, String>> kept = new ArrayList<>(entries.size() + 1);
        for (Map.Entry<String, String> entry : entries) {
            if (!entry.getKey().equalsIgnoreCase(name)) {
                kept.add(entry);
            }
        }
        return kept;
    }

    /** {@return the first value of this name} */
    public Optional<String> get(String name) {
        for (Map.Entry<String, String> entry : entries) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                return Optional.of(entry.getValue());
            }
        }
        return Optional.empty();
    }

    /** {@return all values of this name, in order} */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(0); // most are looked for in vain
        for (Map.Entry<String, String> entry : entries) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                values.add(entry.getValue());
            }
        }
        return Collections.unmodifiableList(values);
    }

    /** {@return all headers in order} */
    public List<Map.Entry<String, String>> entries() {
        return entries;
    }

    @Override
    public String toString() {
        return "Headers" + entries.stream().map(Map.Entry::getKey).toList();
    }
}
