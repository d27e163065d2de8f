package dev.llmdriver.benchmarks.harness;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Bytes allocated by all threads, those that died included: the heap in use before each collection less that after the
 * one before, as the collector's notifications tell.
 */
final class Allocation {
    private final Set<String> heapPools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toSet());
    private long allocated;
    private long usedAfterLast;
    private long collections;
    private long collectionMillis;

    /** Listens from now on. */
    static Allocation watch() {
        Allocation allocation = new Allocation();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(
                        (notification, handback) -> {
                            if (notification
                                    .getType()
                                    .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
                                allocation.collected(GarbageCollectionNotificationInfo.from(
                                        (CompositeData) notification.getUserData()));
                            }
                        },
                        null,
                        null);
            }
        }
        return allocation;
    }

    private synchronized void collected(GarbageCollectionNotificationInfo info) {
        allocated += heap(info.getGcInfo().getMemoryUsageBeforeGc()) - usedAfterLast;
        usedAfterLast = heap(info.getGcInfo().getMemoryUsageAfterGc());
        collectionMillis += info.getGcInfo().getDuration();
        collections++;
        notifyAll();
    }

    private long heap(Map<String, MemoryUsage> pools) {
        return pools.entrySet().stream()
                .filter(pool -> heapPools.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }

    /** Collects, waits for the notification and returns all bytes allocated so far. */
    synchronized long bytes() throws InterruptedException {
        long before = collections;
        System.gc();
        long giveUp = System.nanoTime() + 2_000_000_000L;
        while (collections == before) {
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("the collector sent no notification");
            }
            wait(50);
        }
        return allocated;
    }

    synchronized long collectionMillis() {
        return collectionMillis;
    }
}
