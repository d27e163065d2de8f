package dev.llmdriver.internal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A bounded queue for one writer and one reader at a time, without locks. */
final class SpscRing<T> {
    private final AtomicReferenceArray<@Nullable T> items;
    private final int mask;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong read = new AtomicLong();

    /** Makes a queue. The capacity is a power of two. */
    SpscRing(int capacity) {
        this.items = new AtomicReferenceArray<>(capacity);
        this.mask = capacity - 1;
    }

    /** {@return false if the queue is full} */
    boolean offer(T item) {
        long next = written.getPlain();
        if (next - read.get() > mask) {
            return false;
        }
        items.lazySet((int) next & mask, item);
        written.lazySet(next + 1); // whoever then looks at whether the reader sleeps fences that look himself
        return true;
    }

    /** {@return the oldest item, or null if there is none} */
    @Nullable
    T poll() {
        long next = read.getPlain();
        if (next >= written.get()) {
            return null;
        }
        int slot = (int) next & mask;
        T item = items.get(slot);
        items.lazySet(slot, null);
        read.lazySet(next + 1);
        return item;
    }

    boolean isEmpty() {
        return read.get() >= written.get();
    }
}
