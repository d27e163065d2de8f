package dev.llmdriver.http;

import dev.llmdriver.http.internal.AnswerHeaders;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Headers in order, looked up without regard to case. Prints names only. Immutable and thread-safe. */
public abstract sealed class Headers permits HeaderList, AnswerHeaders {
    /** For the two kinds there are: a list, and what an answer's head holds anyway. */
    protected Headers() {}

    /** {@return no headers} */
    public static Headers none() {
        return HeaderList.NONE;
    }

    /** {@return these headers; a name may come more than once} */
    public static Headers of(List<Map.Entry<String, String>> entries) {
        return new HeaderList(List.copyOf(entries));
    }

    /** {@return what these are now, in order} */
    public static Headers copyOf(Iterable<Map.Entry<String, String>> headers) {
        List<Map.Entry<String, String>> entries = new ArrayList<>();
        headers.forEach(header -> entries.add(Map.entry(header.getKey(), header.getValue())));
        return new HeaderList(Collections.unmodifiableList(entries));
    }

    /** {@return these headers, in the map's order} */
    public static Headers of(Map<String, String> headers) {
        return new HeaderList(List.copyOf(headers.entrySet()));
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
        return new HeaderList(Collections.unmodifiableList(copy));
    }

    /** {@return a copy in which these replace all headers of their names; of one name the last} */
    public Headers withAll(Headers more) {
        Headers all = this;
        for (Map.Entry<String, String> entry : more.entries()) {
            all = all.with(entry.getKey(), entry.getValue());
        }
        return all;
    }

    /** {@return a copy without the headers of this name} */
    public Headers without(String name) {
        return new HeaderList(Collections.unmodifiableList(entriesWithout(name)));
    }

    private List<Map.Entry<String, String>> entriesWithout(String name) {
        List<Map.Entry<String, String>> kept = new ArrayList<>(entries());
        kept.removeIf(entry -> entry.getKey().equalsIgnoreCase(name));
        return kept;
    }

    /** {@return the first value of this name} */
    public abstract Optional<String> get(String name);

    /** {@return all values of this name, in order} */
    public abstract List<String> all(String name);

    /** {@return all headers in order} */
    public abstract List<Map.Entry<String, String>> entries();

    @Override
    public final String toString() {
        return "Headers" + entries().stream().map(Map.Entry::getKey).toList();
    }
}
