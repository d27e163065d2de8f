package dev.llmdriver.cli.internal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What Ctrl-C does: it cancels the exchange that runs, lets the command say so, and then the JVM ends the process with 130 (143 for
 * a polite kill). A shutdown hook needs no signal API that is not part of Java.
 */
public final class Interrupts {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static volatile Runnable running = () -> {};
    private static volatile Duration patience = PATIENCE;
    private static final CountDownLatch FINISHED = new CountDownLatch(1);

    private Interrupts() {}

    /** Begins to listen. Called once, by the process's main. */
    public static void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(Interrupts::interrupted, "llm-interrupt"));
    }

    /** Says that the command is done, so that nobody waits for it. */
    public static void finished() {
        FINISHED.countDown();
    }

    /** Runs something that a Ctrl-C cancels. */
    static <T> T during(Runnable cancel, Supplier<T> work) {
        Runnable before = running;
        running = cancel;
        try {
            return work.get();
        } finally {
            running = before;
        }
    }

    /** Runs something that takes its time to end after a Ctrl-C. */
    static void during(Duration end, Runnable cancel, Runnable work) {
        patience = end.plus(PATIENCE);
        try {
            during(cancel, () -> {
                work.run();
                return ExitCodes.FINE;
            });
        } finally {
            patience = PATIENCE;
        }
    }

    /** Runs something that an interrupt of this thread cancels. */
    static <T> T during(Supplier<T> work) {
        return during(Thread.currentThread()::interrupt, work);
    }

    /** Cancels what runs, and nothing else: the conversation goes on. */
    static void cancel() {
        running.run();
    }

    private static void interrupted() {
        cancel();
        try {
            FINISHED.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }
}
