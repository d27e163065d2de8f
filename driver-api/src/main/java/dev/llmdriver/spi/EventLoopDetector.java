package dev.llmdriver.spi;

/**
 * Knows the threads of an I/O library that must not be blocked. Found by {@link java.util.ServiceLoader}; the blocking faces ask
 * every detector before they wait. Thread-safe.
 */
public interface EventLoopDetector {
    /** {@return whether the calling thread must not be blocked} */
    boolean onEventLoop();
}
