package dev.llmdriver.client.internal;

import dev.llmdriver.ModelRef;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A model as it is configured.
 *
 * @param ref what it stands for
 * @param common what is set for all models
 * @param levels what is set for this one, by name: its own first, then that of the name it stands for, and so on
 */
record ConfiguredModel(ModelRef ref, ModelSettings common, List<Level> levels) {
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

    /**
     * Settings that count together for all who share them.
     *
     * @param scope the name under which they are set; empty if they are set for all models
     * @param settings what holds there
     */
    record Shared(Optional<String> scope, ModelSettings settings) {}

    /** {@return what is set for this model by any of its names, but not for all models} */
    ModelSettings own() {
        return merged(levels);
    }

    private static ModelSettings merged(List<Level> levels) {
        ModelSettings merged = new ModelSettings();
        for (int i = levels.size() - 1; i >= 0; i--) {
            merged = merged.with(levels.get(i).settings());
        }
        return merged;
    }

    /** {@return everything that is set for this model; the nearer wins} */
    ModelSettings settings() {
        return common.with(own());
    }

    /** {@return the settings as they hold where the nearest of these keys is set; empty if none is} */
    Optional<Shared> shared(Collection<? extends ModelKey<?>> keys) {
        for (int i = 0; i < levels.size(); i++) {
            if (levels.get(i).settings().setsAny(keys)) {
                ModelSettings there = common.with(merged(levels.subList(i, levels.size())));
                return Optional.of(new Shared(Optional.of(levels.get(i).name()), there));
            }
        }
        return common.setsAny(keys) ? Optional.of(new Shared(Optional.empty(), common)) : Optional.empty();
    }
}
