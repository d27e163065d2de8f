package dev.llmdriver.micrometer.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets so many different values pass and calls all others {@code _OTHER}, so that tags cannot grow without end. As many pass once they
 * are proved, for those that came first may be anybody's inventions. Thread-safe.
 */
final class Bounded {
    static final String OTHER = "_OTHER";

    private final int limit;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Set<String> proved = ConcurrentHashMap.newKeySet();

    Bounded(int limit) {
        this.limit = limit;
    }

    String of(String value) {
        boolean passes = value.isEmpty() || known.contains(value) || proved.contains(value) || admit(value, known);
        return passes ? value : OTHER;
    }

    /** Lets a value pass from now on, if there is room among those that are proved. */
    void prove(String value) {
        if (!proved.contains(value)) {
            admit(value, proved);
        }
    }

    private synchronized boolean admit(String value, Set<String> places) {
        return places.contains(value) || (places.size() < limit && places.add(value));
    }
}
