package dev.llmdriver.internal;

import dev.llmdriver.spi.EventLoopDetector;
import java.util.ServiceLoader;

/** What the I/O libraries on the path know of the calling thread. */
public final class EventLoops {
    private static final EventLoopDetector[] DETECTORS =
            ServiceLoader.load(EventLoopDetector.class, EventLoopDetector.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toArray(EventLoopDetector[]::new);

    private EventLoops() {}

    /** {@return whether the calling thread must not be blocked} */
    public static boolean isCurrent() {
        for (EventLoopDetector detector : DETECTORS) {
            if (detector.onEventLoop()) {
                return true;
            }
        }
        return false;
    }

    /** Runs a task when the calling event loop has read what there is to read; at once if the thread is none. */
    static void afterThisTurn(Runnable task) {
        for (EventLoopDetector detector : DETECTORS) {
            if (detector.afterThisTurn(task)) {
                return;
            }
        }
        task.run();
    }
}
