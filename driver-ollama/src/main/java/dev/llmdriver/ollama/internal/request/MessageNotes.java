package dev.llmdriver.ollama.internal.request;

import dev.llmdriver.http.Fates;
import java.util.LinkedHashSet;
import java.util.Set;

/** Gathers what became of the messages' parts into the one fate of the field: the gravest, with all that was noted for it. */
final class MessageNotes {
    private static final String FIELD = "messages";

    private final Set<String> moved = new LinkedHashSet<>();
    private final Set<String> emulated = new LinkedHashSet<>();
    private final Set<String> dropped = new LinkedHashSet<>();

    void moved(String what) {
        moved.add(what);
    }

    void emulated(String what) {
        emulated.add(what);
    }

    void dropped(String what) {
        dropped.add(what);
    }

    void addTo(Fates fates) {
        if (dropped.isEmpty() && emulated.isEmpty() && moved.isEmpty()) {
            fates.sent(FIELD);
            return;
        }
        Set<String> all = new LinkedHashSet<>(dropped);
        all.addAll(emulated);
        all.addAll(moved);
        String told = String.join("; ", all);
        if (!dropped.isEmpty()) {
            fates.dropped(FIELD, "left out: " + told);
        } else if (!emulated.isEmpty()) {
            fates.emulated(FIELD, told);
        } else {
            fates.renamed(FIELD, told);
        }
    }
}
