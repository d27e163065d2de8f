package dev.llmdriver.client.batch;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/** Runs tasks on a thread that waits for them, so that files are written by nobody else. */
final class CallersThread implements Executor {
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Runs what comes until that is enough; an interrupt is told of once, and the thread has its flag again at the end. */
    void runUntil(BooleanSupplier enough, Runnable interrupted) {
        boolean flag = false;
        while (!enough.getAsBoolean()) {
            try {
                tasks.take().run();
            } catch (InterruptedException asked) {
                flag = true;
                interrupted.run();
            }
        }
        if (flag) {
            Thread.currentThread().interrupt();
        }
    }
}
