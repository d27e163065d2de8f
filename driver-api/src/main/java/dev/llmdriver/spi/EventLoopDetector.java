package dev.llmdriver.spi;

/**
 * Knows the threads of an I/O library that must not be blocked. Found by {@link java.util.ServiceLoader}; the blocking faces ask
 * every detector before they wait, and streams when they hand events over. Thread-safe.
 */
public interface EventLoopDetector {
    /** {@return whether the calling thread must not be blocked} */
    boolean onEventLoop();

    /**
     * Runs a task on the calling event loop once that has dealt with what it is reading, so that whoever is woken finds all that came,
     * and is woken once. By default nothing is put off.
     *
     * @param task short; must not block
     * @return false if the calling thread is no event loop of this library, or takes no more tasks: nothing will run
     */
    default boolean afterThisTurn(Runnable task) {
        return false;
    }
}
