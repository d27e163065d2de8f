package dev.llmdriver.resilience;

import dev.llmdriver.resilience.internal.deadline.Endings;

/**
 * The calls under way on all engines that share this object, to be ended together, such as when an application closes its client. No
 * provider knows of a call that waits for a limit, for a model to be loaded or for its next try. Thread-safe.
 */
public final class OpenCalls implements AutoCloseable {
    private final Endings endings = new Endings();

    private OpenCalls() {}

    /** {@return an object that no call is under way on} */
    public static OpenCalls create() {
        return new OpenCalls();
    }

    Endings endings() {
        return endings;
    }

    /**
     * Ends every call under way with a {@link dev.llmdriver.error.CancelledException} of reason {@code closed}, and every later one that
     * is not answered or refused at once. Idempotent.
     */
    @Override
    public void close() {
        endings.close();
    }

    @Override
    public String toString() {
        return "OpenCalls";
    }
}
