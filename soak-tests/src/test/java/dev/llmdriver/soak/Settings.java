package dev.llmdriver.soak;

import java.time.Duration;

/**
 * How long and how hard.
 *
 * @param seed decides what every call does and what every server answers
 * @param operations the most calls
 * @param time the most time; what is under way then is brought to its end
 * @param lap how many calls share a client
 * @param callers how many calls run at once
 */
record Settings(long seed, long operations, Duration time, int lap, int callers) {
    Settings {
        if (lap > Operation.SIZES) {
            throw new IllegalArgumentException(
                    "a lap has at most " + Operation.SIZES + " calls, or their sizes are not different: " + lap);
        }
    }

    static Settings read() {
        return new Settings(
                Long.getLong("soak.seed", 1),
                Long.getLong("soak.operations", 4000),
                Duration.ofSeconds(Long.getLong("soak.seconds", 90)),
                Integer.getInteger("soak.lap", 1000),
                Integer.getInteger("soak.callers", 16));
    }
}
