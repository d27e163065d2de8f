package dev.llmdriver.testing;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Keeps tasks until the test runs them, and counts them. */
public final class ManualExecutor implements Executor {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private int count;

    @Override
    public void execute(Runnable task) {
        count++;
        tasks.add(task);
    }

    /** Tasks ever given. */
    public int count() {
        return count;
    }

    /** Runs what is there and what comes of it. */
    public void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
