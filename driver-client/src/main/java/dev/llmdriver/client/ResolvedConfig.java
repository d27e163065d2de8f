package dev.llmdriver.client;

import dev.llmdriver.ModelRef;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was configured, and where. Holds no key: secrets are masked before they get here. Immutable. */
public final class ResolvedConfig {
    /** What stands in place of a secret. */
    public static final String MASK = "****";

    private final List<Entry> entries;
    private final List<String> notices;
    private final Map<String, ModelRef> models;
    private final Map<String, List<String>> fallbacks;
    private final Map<String, String> providers;

    /**
     * Creates it.
     *
     * @param entries every key that is set, in order
     * @param notices what is no fault but worth knowing
     * @param models the named models
     * @param fallbacks who stands in for each of them, in order
     * @param providers the providers' names with their drivers' ids
     */
    ResolvedConfig(
            List<Entry> entries,
            List<String> notices,
            Map<String, ModelRef> models,
            Map<String, List<String>> fallbacks,
            Map<String, String> providers) {
        this.entries = List.copyOf(entries);
        this.notices = List.copyOf(notices);
        this.models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        this.fallbacks = Collections.unmodifiableMap(new LinkedHashMap<>(fallbacks));
        this.providers = Collections.unmodifiableMap(new LinkedHashMap<>(providers));
    }

    /**
     * A key that is set.
     *
     * @param key such as {@code llm.huggingface.api-key}
     * @param value the value in force, masked if it is secret
     * @param origin where it was found, such as {@code environment variable HF_TOKEN} or {@code llm.properties, line 3}
     */
    public record Entry(String key, String value, String origin) {
        @Override
        public String toString() {
            return key + " = " + value + " (" + origin + ")";
        }
    }

    /** {@return every key that is set, in alphabetical order} */
    public List<Entry> entries() {
        return entries;
    }

    /** {@return the entry of a key, if it is set} */
    public Optional<Entry> find(String key) {
        return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    /** {@return what is no fault but worth knowing, one sentence each, such as settings for a driver that is not there} */
    public List<String> notices() {
        return notices;
    }

    /** {@return the named models and what they stand for} */
    public Map<String, ModelRef> models() {
        return models;
    }

    /** {@return the named models and who stands in for each, in the order in which they are asked; the list may be empty} */
    public Map<String, List<String>> fallbacks() {
        return fallbacks;
    }

    /** {@return the names of all providers, those of the drivers on the path among them, with their drivers' ids} */
    public Map<String, String> providers() {
        return providers;
    }

    @Override
    public String toString() {
        return entries.stream().map(Entry::toString).collect(Collectors.joining("\n"));
    }
}
