package dev.llmdriver.testkit.internal;

import dev.llmdriver.testkit.TwinModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The models that a twin serves, in the order in which they came. Thread-safe. */
final class Models {
    private final Map<String, TwinModel> models = new LinkedHashMap<>();

    Models(TwinModel... first) {
        add(first);
    }

    /** Adds models; one with a known id takes the place of the known one. */
    synchronized void add(TwinModel... more) {
        for (TwinModel model : more) {
            models.put(model.id(), model);
        }
    }

    synchronized @Nullable TwinModel find(String id) {
        return models.get(id);
    }

    synchronized @Nullable TwinModel remove(String id) {
        return models.remove(id);
    }

    synchronized List<TwinModel> all() {
        return List.copyOf(models.values());
    }
}
