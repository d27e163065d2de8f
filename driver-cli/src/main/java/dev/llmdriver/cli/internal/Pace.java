package dev.llmdriver.cli.internal;

import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.util.Locale;

/** How fast something goes on, and how long it will take. Says nothing in its first second. */
final class Pace {
    private final Scheduler clock;
    private final long begun;
    private final long before;

    /**
     * Begins to measure.
     *
     * @param clock to measure by
     * @param before how much was done already
     */
    Pace(Scheduler clock, long before) {
        this.clock = clock;
        this.begun = clock.nanoTime();
        this.before = before;
    }

    /** {@return the rate and the time left, each after a comma; empty while nobody can tell} */
    String text(long done, long total) {
        double seconds = (clock.nanoTime() - begun) / 1e9;
        if (seconds < 1 || done <= before) {
            return "";
        }
        double rate = (done - before) / seconds;
        String left =
                done < total ? ", " + duration(Duration.ofSeconds(Math.round((total - done) / rate))) + " left" : "";
        return rate < 1
                ? String.format(Locale.ROOT, ", %.1f/min%s", rate * 60, left)
                : String.format(Locale.ROOT, ", %.1f/s%s", rate, left);
    }

    private static String duration(Duration time) {
        if (time.toHours() > 0) {
            return time.toHours() + "h" + time.toMinutesPart() + "m";
        }
        return time.toMinutes() > 0 ? time.toMinutes() + "m" + time.toSecondsPart() + "s" : time.toSeconds() + "s";
    }
}
