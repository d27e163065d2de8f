package dev.llmdriver.resilience.internal.course;

import dev.llmdriver.error.LlmException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait where a provider named a time. */
public final class Hints {
    private static final double SPREAD = 0.1;
    /** Nobody waits that long, and nanoseconds can still say it. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Hints() {}

    /** {@return the time that a failure names; zero if it names none, or one that is past} */
    public static Duration named(LlmException failure) {
        Duration hint = failure.retryAfter().orElse(Duration.ZERO);
        if (hint.isNegative()) {
            return Duration.ZERO;
        }
        return hint.compareTo(LONGEST) < 0 ? hint : LONGEST;
    }

    /** {@return the time named and up to a tenth more, so that not everybody comes back at once; never less} */
    public static Duration spread(Duration hint, RandomGenerator random) {
        return hint.plus(share(hint, random.nextDouble() * SPREAD));
    }

    /** {@return the latest moment that {@link #spread} gives} */
    public static Duration latest(Duration hint) {
        return hint.plus(share(hint, SPREAD));
    }

    private static Duration share(Duration of, double fraction) {
        return Duration.ofNanos((long) (of.toNanos() * fraction));
    }
}
