package dev.llmdriver.soak;

/** Interrupts the thread that made it, until that is stopped: what comes later must not hit the thread's next work. */
final class Interrupter {
    private final Thread thread = Thread.currentThread();
    private boolean stopped;

    synchronized void interrupt() {
        if (!stopped) {
            thread.interrupt();
        }
    }

    /** Ends it, and forgets an interrupt that nobody has seen. */
    synchronized void stop() {
        stopped = true;
        boolean unused = Thread.interrupted();
    }
}
