package dev.llmdriver.benchmarks;

/** Where a contestant delivers. */
public interface Sink {
    /** A piece of the answer. */
    void text(String delta);

    /** The answer is complete. */
    void done();

    /** The request failed. */
    void fail(Throwable cause);

    /** How to cancel this stream from any thread, in the library's own terms. Called at most once. */
    default void cancelBy(Runnable cancel) {}
}
