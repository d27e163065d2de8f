package dev.llmdriver.testkit.tck;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which threads there are. */
final class Threads {
    private static final int TRIES = 3;

    private Threads() {}

    static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "tck");
        thread.setDaemon(true);
        return thread;
    }

    static Set<Thread> alive() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    /** {@return threads begun since that keep the process alive} */
    static List<Thread> keepingAlive(Set<Thread> before) {
        return alive().stream()
                .filter(thread -> !before.contains(thread) && !thread.isDaemon())
                .toList();
    }

    /** {@return threads that a task starts each time; what somebody else happens to start does not come every time} */
    static Set<Thread> startedBy(Runnable task) {
        Set<Thread> started = new HashSet<>();
        for (int i = 0; i < TRIES; i++) {
            Set<Thread> before = alive();
            task.run();
            started = alive();
            started.removeAll(before);
            if (started.isEmpty()) {
                return started;
            }
        }
        return started;
    }
}
