package dev.llmdriver.server;

/** How much of a fault is injected: some in every build, all of it with {@code -Dfaults.full=true}. */
public final class FaultSize {
    private FaultSize() {}

    /** {@return the one or the other} */
    public static int of(int always, int full) {
        return Boolean.getBoolean("faults.full") ? full : always;
    }
}
