package dev.llmdriver.testkit.tck;

/** A rule that cannot be proved here, and why. */
final class Skip extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Skip(String reason) {
        super(reason);
    }

    /** Skips unless this is so. */
    static void unless(boolean possible, String reason) {
        if (!possible) {
            throw new Skip(reason);
        }
    }
}
