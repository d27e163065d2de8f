package dev.llmdriver.testkit;

/** For what only a reader sees who is quick enough, which a loaded machine may not be each time: once in five is enough. */
final class Tries {
    private static final int MOST = 5;

    private Tries() {}

    /** A look at a twin of its own. */
    interface Look {
        void at(WireTwin twin) throws Exception;
    }

    /** Passes if one of a few tries passes. */
    static void once(Look look) throws Exception {
        for (int tries = 1; ; tries++) {
            try (WireTwin twin = WireTwin.start()) {
                look.at(twin);
                return;
            } catch (AssertionError late) {
                if (tries == MOST) {
                    throw late;
                }
            }
        }
    }
}
