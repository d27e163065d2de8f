package dev.llmdriver.resilience.chain;

import dev.llmdriver.resilience.Resilience.Slot;
import java.util.LinkedHashSet;
import java.util.Set;

/** Two places, the first of which is outside. */
record SlotPair(Slot outer, Slot inner) {
    static Set<SlotPair> all() {
        Set<SlotPair> all = new LinkedHashSet<>();
        for (Slot outer : Slot.values()) {
            for (Slot inner : Slot.values()) {
                if (outer.compareTo(inner) < 0) {
                    all.add(new SlotPair(outer, inner));
                }
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return outer + " outside " + inner;
    }
}
