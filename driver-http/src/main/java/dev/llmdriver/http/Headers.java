package dev.llmdriver.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Headers in order, looked up without regard to case. Prints names only. Immutable. */
public final class Headers {
    private static final Headers NONE = new Headers(List.of());

    private final List<Map.Entry<String, String>> entries;

    private Headers(List<Map.Entry<String, String>> entries) {
        this.entries = List.copyOf(entries);
    }

    /** {@return no headers} */
    public static Headers none() {
        return NONE;
    }

    /** {@return these headers; a name may come more than once} */
    public static Headers of(List<Map.Entry<String, String>> entries) {
        return new Headers(entries);
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
        List<Map.Entry<String, String>> copy = new ArrayList<>(without(name).entries);
        copy.add(Map.entry(name, value));
        return new Headers(copy);
    }

    /** {@return a copy without the headers of this name} */
    public Headers without(String name) {
        return new Headers(entries.stream()
                .filter(entry -> !entry.getKey().equalsIgnoreCase(name))
                .toList());
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
        return entries.stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
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
