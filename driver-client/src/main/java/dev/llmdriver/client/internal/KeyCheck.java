package dev.llmdriver.client.internal;

import dev.llmdriver.spi.Suggestions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds keys that nobody reads: misspelt ones, those in the wrong place, and those of drivers that are not there. */
final class KeyCheck {
    private static final String FALLBACK = "llm.fallback";

    private final Values values;
    private final List<String> faults;
    private final List<String> notices;
    private final Set<String> absent = new TreeSet<>();

    KeyCheck(Values values, List<String> faults, List<String> notices) {
        this.values = values;
        this.faults = faults;
        this.notices = notices;
    }

    /** Checks every key that stands anywhere but in the environment. */
    void run() {
        for (String key : values.sources().names()) {
            if (!values.known().contains(key)) {
                check(key);
            }
        }
    }

    private void check(String key) {
        String where = "'" + key + "' (" + values.sources().origin(key) + ")";
        String section = part(key, 1);
        if (key.equals(FALLBACK)) {
            faults.add(where + ": only a model has others that stand in for it; set 'llm.models.<name>.fallback'");
        } else if (KnownDrivers.DEPENDENCIES.containsKey(section) && !isPresent(section)) {
            if (absent.add(section)) {
                notices.add("settings under 'llm." + section + ".' have no effect, for there is no driver '" + section
                        + "' on the path; add the dependency " + KnownDrivers.DEPENDENCIES.get(section));
            }
        } else {
            faults.add("unknown key " + where + proposal(key));
        }
    }

    private boolean isPresent(String driver) {
        return values.known().stream().anyMatch(key -> key.startsWith("llm." + driver + "."));
    }

    private String proposal(String key) {
        return Suggestions.nearest(key, values.known())
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("; the keys there are stand in docs/configuration.md, those of a driver in its options");
    }

    private static String part(String key, int index) {
        String[] parts = key.split("\\.");
        return parts.length > index ? parts[index] : "";
    }
}
