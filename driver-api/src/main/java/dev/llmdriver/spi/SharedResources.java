package dev.llmdriver.spi;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the providers opened through one {@link dev.llmdriver.LlmDrivers} share, such as an I/O library's event loops: made at the
 * first lease, closed with the last. Thread-safe.
 */
public final class SharedResources {
    private final Map<Class<?>, Counted<?>> byType = new HashMap<>();

    /** Creates a set of which nothing is in use. */
    public SharedResources() {}

    private static final class Counted<T> {
        final T value;
        final Consumer<T> closer;
        int leases;

        Counted(T value, Consumer<T> closer) {
            this.value = value;
            this.closer = closer;
        }
    }

    /**
     * Takes a share.
     *
     * @param type what is shared; one thing of a type
     * @param factory makes it if nobody has a share yet
     * @param closer closes it when nobody has a share any more
     * @param <T> what is shared
     * @return the share
     */
    public synchronized <T> Lease<T> lease(Class<T> type, Supplier<T> factory, Consumer<T> closer) {
        @SuppressWarnings("unchecked") // put() below is the only writer
        Counted<T> counted = (Counted<T>) byType.get(type);
        if (counted == null) {
            counted = new Counted<>(factory.get(), closer); // may itself lease something else
            byType.put(type, counted);
        }
        counted.leases++;
        return new CountedLease<>(type, counted);
    }

    private synchronized <T> boolean release(Class<T> type, Counted<T> counted) {
        counted.leases--;
        return counted.leases == 0 && byType.remove(type, counted);
    }

    private final class CountedLease<T> implements Lease<T> {
        private final Class<T> type;
        private final Counted<T> counted;
        private final AtomicBoolean closed = new AtomicBoolean();

        CountedLease(Class<T> type, Counted<T> counted) {
            this.type = Objects.requireNonNull(type, "type");
            this.counted = counted;
        }

        @Override
        public T get() {
            if (closed.get()) {
                throw new IllegalStateException("the share in " + type.getName() + " was given back");
            }
            return counted.value;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true) && release(type, counted)) {
                counted.closer.accept(counted.value);
            }
        }
    }
}
