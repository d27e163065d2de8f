package dev.llmdriver.server;

/** How much of a fault is injected: some in every build, all of it with {@code -Dfaults.full=true}. */
final class FaultSize {
    private FaultSize() {}

    static int of(int always, int full) {
        return Boolean.getBoolean("faults.full") ? full : always;
    }
}
