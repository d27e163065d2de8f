package dev.llmdriver.resilience.internal.breaker;

import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import java.time.Duration;

/** Whose fault a failure is. */
final class Blame {
    /** Who was silent for so long is at fault whatever time the caller gave: a minute is what a first token may take. */
    private static final Duration LONG = Duration.ofSeconds(60);

    private Blame() {}

    /**
     * Tells whether a failure shows that a target does not work: not the caller's request, key or quota, nor a cancel, nor a limit of
     * the provider's or ours, nor a model that is being loaded.
     *
     * @param failure how an attempt failed
     * @param after how long the target took
     */
    static boolean isTargets(LlmException failure, Duration after) {
        return switch (failure.kind()) {
            case SERVER_ERROR, OVERLOADED, ENDPOINT_UNAVAILABLE, CONNECT_FAILED, STREAM_INTERRUPTED -> true;
            // Reason internal is a fault of the driver's.
            case MALFORMED_RESPONSE -> !failure.reason().equals("internal");
            case TIMEOUT -> failure.phase() != Phase.LOCAL && (!isDeadline(failure) || after.compareTo(LONG) >= 0);
            default -> false;
        };
    }

    /** A caller may set a deadline that nobody can keep. */
    private static boolean isDeadline(LlmException timeout) {
        return timeout.reason().equals("deadline");
    }
}
