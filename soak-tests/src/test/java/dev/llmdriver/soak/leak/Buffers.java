package dev.llmdriver.soak.leak;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Netty's own search for buffers that nobody released, at its most careful: every buffer is tracked. It tells of a leak when the
 * lost buffer has been collected; beside that, those not released yet are counted. To be installed before Netty is used.
 */
public final class Buffers {
    private static final Queue<String> REPORTS = new ConcurrentLinkedQueue<>();
    private static final Map<String, AtomicLong> OPEN = new ConcurrentHashMap<>();
    private static final Map<String, AtomicLong> TRACKED = new ConcurrentHashMap<>();
    /** Netty looks for what was collected whenever it tracks another buffer. */
    private static final int NUDGES = 64;

    private Buffers() {}

    /** Installs the search. Further calls do nothing. */
    public static void install() {
        // Vert.x turns the search off where nobody asked for it in so many words.
        System.setProperty("io.netty.leakDetection.level", "paranoid");
        ResourceLeakDetector.setLevel(Level.PARANOID);
        if (!(ResourceLeakDetectorFactory.instance() instanceof Factory)) {
            ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Factory());
        }
    }

    /** {@return how many of Netty's resources are open, by type} */
    public static Map<String, Long> open() {
        return counts(OPEN);
    }

    /** {@return how many were tracked so far: none means that the search was installed too late} */
    public static long tracked() {
        return TRACKED.values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** {@return what Netty says of leaks, after two collections; what was told is forgotten} */
    public static String reports() {
        System.gc();
        System.gc();
        for (int i = 0; i < NUDGES; i++) {
            ByteBufAllocator.DEFAULT.directBuffer(1).release();
        }
        StringBuilder told = new StringBuilder();
        for (String report = REPORTS.poll(); report != null; report = REPORTS.poll()) {
            told.append(report).append('\n');
        }
        return told.toString();
    }

    private static Map<String, Long> counts(Map<String, AtomicLong> counters) {
        Map<String, Long> now = new ConcurrentHashMap<>();
        counters.forEach((type, count) -> now.put(type, count.get()));
        return now;
    }

    private static final class Factory extends ResourceLeakDetectorFactory {
        @Override
        @SuppressWarnings("deprecation") // abstract in Netty, so it must be there
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int interval, long maxActive) {
            return new Detector<>(resource, interval);
        }
    }

    private static final class Detector<T> extends ResourceLeakDetector<T> {
        private final AtomicLong open;
        private final AtomicLong tracked;

        Detector(Class<?> resource, int interval) {
            super(resource, interval);
            open = OPEN.computeIfAbsent(resource.getSimpleName(), type -> new AtomicLong());
            tracked = TRACKED.computeIfAbsent(resource.getSimpleName(), type -> new AtomicLong());
        }

        @Override
        public ResourceLeakTracker<T> track(T resource) {
            return counted(super.track(resource));
        }

        @Override
        public ResourceLeakTracker<T> trackForcibly(T resource) {
            return counted(super.trackForcibly(resource));
        }

        private ResourceLeakTracker<T> counted(@Nullable ResourceLeakTracker<T> tracker) {
            if (tracker == null) {
                throw new IllegalStateException("Somebody has turned the search for leaks off");
            }
            open.incrementAndGet();
            tracked.incrementAndGet();
            return new Counted<>(tracker, open);
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resource, String records) {
            REPORTS.add(resource + " was not released: " + records);
        }

        @Override
        protected void reportUntracedLeak(String resource) {
            REPORTS.add(resource + " was not released");
        }
    }

    private record Counted<T>(ResourceLeakTracker<T> tracker, AtomicLong open) implements ResourceLeakTracker<T> {
        @Override
        public void record() {
            tracker.record();
        }

        @Override
        public void record(Object hint) {
            tracker.record(hint);
        }

        @Override
        public boolean close(T resource) {
            boolean first = tracker.close(resource);
            if (first) {
                open.decrementAndGet();
            }
            return first;
        }
    }
}
