package dev.llmdriver.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Headers that somebody put together. */
final class HeaderList extends Headers {
    static final Headers NONE = new HeaderList(List.of());

    private final List<Map.Entry<String, String>> entries;

    /**
     * Makes headers.
     *
     * @param entries in order; nobody changes them any more
     */
    HeaderList(List<Map.Entry<String, String>> entries) {
        this.entries = entries;
    }

    @Override
    public Optional<String> get(String name) {
        for (Map.Entry<String, String> entry : entries) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                return Optional.of(entry.getValue());
            }
        }
        return Optional.empty();
    }

    @Override
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(0); // most are looked for in vain
        for (Map.Entry<String, String> entry : entries) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                values.add(entry.getValue());
            }
        }
        return Collections.unmodifiableList(values);
    }

    @Override
    public List<Map.Entry<String, String>> entries() {
        return entries;
    }
}
