package dev.llmdriver.client.internal;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What models have by their names, made when it is first asked for: one for each name as long as a model, or a call under way, has it.
 * Then it is forgotten, for callers may name as many models as they like. Thread-safe.
 */
final class InUse<T> {
    private final Map<String, Named<T>> known = new HashMap<>();
    private final ReferenceQueue<T> unused = new ReferenceQueue<>();

    private static final class Named<T> extends WeakReference<T> {
        final String name;

        Named(String name, T value, ReferenceQueue<T> unused) {
            super(value, unused);
            this.name = name;
        }
    }

    synchronized T of(String name, Function<String, T> maker) {
        for (Reference<? extends T> gone = unused.poll(); gone != null; gone = unused.poll()) {
            known.remove(((Named<?>) gone).name, gone);
        }
        Named<T> kept = known.get(name);
        @Nullable T value = kept == null ? null : kept.get();
        if (value == null) {
            value = maker.apply(name);
            known.put(name, new Named<>(name, value, unused));
        }
        return value;
    }

    synchronized int size() {
        return known.size();
    }
}
