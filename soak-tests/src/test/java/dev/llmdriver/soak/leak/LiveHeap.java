package dev.llmdriver.soak.leak;

import java.lang.management.ManagementFactory;

/** How much of the heap is in use when nothing more can be collected. */
public final class LiveHeap {
    private LiveHeap() {}

    /** {@return the bytes in use: the least of several looks, for whoever runs beside it allocates too} */
    public static long bytes() {
        long least = Long.MAX_VALUE;
        for (int look = 0; look < 3; look++) {
            System.gc();
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
