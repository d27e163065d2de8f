package dev.llmdriver.client.internal;

import dev.llmdriver.error.ConfigurationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who stands in for a model: those of its list, each followed by those of its own list.
 *
 * @param models what the names mean
 */
record Fallbacks(NamedModels models) {
    /**
     * Puts the targets of a call in order, each once.
     *
     * @param text the model that was asked for
     * @param instead who stands in for it, by call; empty for what is configured
     * @return the model itself, then those that stand in for it
     * @throws ConfigurationException with every fault of the list
     */
    List<String> targets(String text, List<String> instead) {
        models.get(text);
        List<String> faults = faults(text, instead);
        if (!faults.isEmpty()) {
            throw ConfigurationException.of(faults);
        }
        Set<String> targets = new LinkedHashSet<>(Set.of(text));
        (instead.isEmpty() ? listOf(text) : instead).forEach(next -> addWithTheirs(next, targets));
        return List.copyOf(targets);
    }

    private void addWithTheirs(String text, Set<String> targets) {
        if (targets.add(text)) {
            listOf(text).forEach(next -> addWithTheirs(next, targets));
        }
    }

    private List<String> listOf(String text) {
        return models.find(text)
                .flatMap(model -> model.own().get(ModelKeys.FALLBACK))
                .orElse(List.of());
    }

    /** Checks what is configured. */
    void check(Collection<String> names, Values values) {
        for (String name : names) {
            values.checkAll(NamedModels.key(name, ModelKeys.FALLBACK.name()), text -> {
                List<String> faults = faults(name, Texts.names(text));
                circle(name).ifPresent(faults::add);
                return faults;
            });
        }
    }

    private List<String> faults(String text, List<String> list) {
        List<String> faults = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (String target : list) {
            if (!models.isKnown(target)) {
                faults.add(models.fault(target));
            } else if (isItself(text, target)) {
                faults.add("'" + target + "' is the model itself; name others");
            } else if (!seen.add(target)) {
                faults.add("'" + target + "' stands there twice; name it once");
            }
        }
        return faults;
    }

    private boolean isItself(String text, String target) {
        boolean sameReference = target.contains(":")
                && models.find(text)
                        .map(ConfiguredModel::ref)
                        .equals(models.find(target).map(ConfiguredModel::ref));
        return target.equals(text) || sameReference;
    }

    /** A list that leads back to its own model by way of another's. */
    private Optional<String> circle(String name) {
        for (String next : listOf(name)) {
            Set<String> reached = new LinkedHashSet<>();
            addWithTheirs(next, reached);
            if (!next.equals(name) && reached.contains(name)) {
                return Optional.of("comes back to '" + name + "' by way of '" + next
                        + "', whose own list counts too; take one of them out");
            }
        }
        return Optional.empty();
    }
}
