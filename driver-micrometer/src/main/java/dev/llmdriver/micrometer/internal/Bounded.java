package dev.llmdriver.micrometer.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lets so many different values pass and calls all others {@code _OTHER}, so that tags cannot grow without end. Thread-safe. */
final class Bounded {
    static final String OTHER = "_OTHER";

    private final int limit;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    Bounded(int limit) {
        this.limit = limit;
    }

    String of(String value) {
        return value.isEmpty() || known.contains(value) || admit(value) ? value : OTHER;
    }

    private synchronized boolean admit(String value) {
        return known.contains(value) || (known.size() < limit && known.add(value));
    }
}
