package dev.llmdriver.testing;

import dev.llmdriver.spi.EventLoopDetector;

/** Takes threads of this name for event loops; registered as a service of the tests. */
public final class TestLoop implements EventLoopDetector {
    private static final String NAME = "test-event-loop";

    /** A thread that must not be blocked. */
    public static Thread thread(Runnable task) {
        return new Thread(task, NAME);
    }

    @Override
    public boolean onEventLoop() {
        return Thread.currentThread().getName().equals(NAME);
    }
}
