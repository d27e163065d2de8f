package dev.llmdriver.client.internal;

import dev.llmdriver.ModelRef;
import dev.llmdriver.client.internal.ConfiguredModel.Level;
import dev.llmdriver.error.ConfigurationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What stands under {@code llm.models.}: what each name stands for, and how its calls run. */
final class NamedModels {
    private static final String PREFIX = "llm.models.";

    private final ModelSettings common;
    private final Map<String, ModelSettings> settings = new TreeMap<>();
    private final Map<String, String> meanings = new TreeMap<>();
    private final ModelNames names;

    /**
     * Begins with no names.
     *
     * @param common what is set for all models
     * @param providers the names of providers
     */
    NamedModels(ModelSettings common, Collection<String> providers) {
        this.common = common;
        this.names = new ModelNames(providers, Collections.unmodifiableSet(settings.keySet()));
    }

    /** Reads everything, then checks what names say of each other. */
    void read(Collection<String> found, Values values) {
        for (String name : found) {
            ModelSettings own = new ModelSettings();
            ModelKeys.named().forEach(key -> values.read(key(name, key.name()), text -> own.read(key, text)));
            settings.put(name, own);
            values.find(key(name, "model")).ifPresent(meaning -> meanings.put(name, meaning.value()));
        }
        for (String name : found) {
            if (meanings.containsKey(name)) {
                values.read(key(name, "model"), text -> checkMeaning(name, text));
            } else {
                values.fault("'" + key(name, "model") + "' is missing; set it to provider:model");
            }
        }
        new Fallbacks(this).check(found, values);
    }

    static String key(String name, String setting) {
        return PREFIX + name + "." + setting;
    }

    private void checkMeaning(String name, String text) {
        if (names.reference(text).isEmpty() && !settings.containsKey(text)) {
            throw new IllegalArgumentException(names.fault(text));
        }
        List<String> path = path(name);
        String last = path.get(path.size() - 1);
        if (path.contains(meanings.getOrDefault(last, ""))) {
            throw new IllegalArgumentException("'" + name + "' comes back to itself by way of "
                    + String.join(", ", path) + "; one of them must stand for provider:model");
        }
    }

    /** The names that stand for one another, beginning with one; ends before it would come back. */
    private List<String> path(String name) {
        List<String> path = new ArrayList<>();
        Optional<String> next = Optional.of(name);
        while (next.filter(settings::containsKey)
                .filter(one -> !path.contains(one))
                .isPresent()) {
            path.add(next.get());
            next = Optional.ofNullable(meanings.get(next.get()));
        }
        return path;
    }

    /** {@return the model that a text means, if it means any} */
    Optional<ConfiguredModel> find(String text) {
        if (!settings.containsKey(text)) {
            return names.reference(text).map(ref -> new ConfiguredModel(ref, common, List.of()));
        }
        List<String> path = path(text);
        List<Level> levels = path.stream()
                .map(name -> new Level(name, settings.getOrDefault(name, new ModelSettings())))
                .toList();
        return Optional.ofNullable(meanings.get(path.get(path.size() - 1)))
                .flatMap(names::reference)
                .map(ref -> new ConfiguredModel(ref, common, levels));
    }

    /** {@return the model that a text means; fails with what may have been meant} */
    ConfiguredModel get(String text) {
        return find(text).orElseThrow(() -> ConfigurationException.of(fault(text)));
    }

    /** {@return whether a text means a model, or would if what stands under its name were right} */
    boolean isKnown(String text) {
        return settings.containsKey(text) || names.reference(text).isPresent();
    }

    /** {@return what is wrong with a text that means no model, and what may have been meant} */
    String fault(String text) {
        return names.fault(text);
    }

    /** {@return the names with what they stand for, in alphabetical order} */
    Map<String, ModelRef> references() {
        Map<String, ModelRef> references = new LinkedHashMap<>();
        settings.keySet().forEach(name -> find(name).ifPresent(model -> references.put(name, model.ref())));
        return references;
    }
}
