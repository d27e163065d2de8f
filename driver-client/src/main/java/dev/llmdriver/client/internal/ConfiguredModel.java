package dev.llmdriver.client.internal;

import dev.llmdriver.ModelRef;
import java.util.List;

/**
 * A model as it is configured.
 *
 * @param text as it was asked for: a reference or a name
 * @param ref what it stands for
 * @param common what is set for all models
 * @param levels what is set for this one, by name: its own first, then that of the name it stands for, and so on
 */
record ConfiguredModel(String text, ModelRef ref, ModelSettings common, List<Level> levels) {
    /**
     * Settings that stand under one name.
     *
     * @param name the model's
     * @param settings set for it alone
     */
    record Level(String name, ModelSettings settings) {}

    ConfiguredModel {
        levels = List.copyOf(levels);
    }

    /** {@return what is set for this model by any of its names, but not for all models} */
    ModelSettings own() {
        ModelSettings own = new ModelSettings();
        for (int i = levels.size() - 1; i >= 0; i--) {
            own = own.with(levels.get(i).settings());
        }
        return own;
    }

    /** {@return everything that is set for this model; the nearer wins} */
    ModelSettings settings() {
        return common.with(own());
    }

    /**
     * Finds out who shares what a group of settings counts: all that is asked for by the nearest name that sets any of it.
     *
     * @param group such as {@code limits}
     * @param otherwise the scope of what is set for all models
     * @return the scope
     */
    String scope(String group, String otherwise) {
        return levels.stream()
                .filter(level -> level.settings().sets(group))
                .map(Level::name)
                .findFirst()
                .orElse(otherwise);
    }
}
