package dev.llmdriver.gemini.internal.error;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how long Gemini asks to wait (wire page 4.1): {@code RetryInfo}, the words of the message, and the end of the day. */
final class Delays {
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(ms|s)");
    private static final Pattern SENTENCE =
            Pattern.compile("retry in (\\d{1,12}(?:\\.\\d{1,12})?)(ms|s)", Pattern.CASE_INSENSITIVE);

    private Delays() {}

    /** {@return a Protobuf duration such as {@code 34.07s}; empty if it is none, or absurd} */
    static Optional<Duration> duration(String text) {
        return read(DURATION.matcher(text.strip()), true);
    }

    /** {@return what {@code Please retry in 48.93s} says} */
    static Optional<Duration> sentence(String message) {
        return read(SENTENCE.matcher(message), false);
    }

    private static Optional<Duration> read(Matcher matcher, boolean whole) {
        if (!(whole ? matcher.matches() : matcher.find())) {
            return Optional.empty();
        }
        double unit = matcher.group(2).equals("ms") ? 1e6 : 1e9;
        return Optional.of(Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * unit)))
                .filter(delay -> delay.compareTo(LONGEST) <= 0);
    }

    /** {@return the time to the next midnight in Los Angeles, when daily quotas begin anew} */
    static Duration untilPacificMidnight(Instant now) {
        ZonedDateTime there = now.atZone(PACIFIC);
        return Duration.between(there, there.toLocalDate().plusDays(1).atStartOfDay(PACIFIC));
    }
}
