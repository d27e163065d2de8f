package dev.llmdriver.gemini.internal.error;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how long Gemini asks to wait (wire page 4.1): {@code RetryInfo}, the words of the message, and the end of the day. */
final class Delays {
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");
    /** Protobuf writes seconds alone, the message what Go prints: {@code 1h2m3.5s}. */
    private static final String UNITS =
            "(?=\\d)(?:(\\d{1,6})h)?(?:(\\d{1,6})m(?![a-z]))?(?:(\\d{1,12}(?:\\.\\d{1,12})?)(ms|s))?";

    private static final Pattern DURATION = Pattern.compile(UNITS);
    private static final Pattern SENTENCE =
            Pattern.compile("retry in " + UNITS + "(?![a-z\\d])", Pattern.CASE_INSENSITIVE);

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
        double unit = "ms".equalsIgnoreCase(matcher.group(4)) ? 1e6 : 1e9;
        Duration delay = Duration.ofHours((long) number(matcher.group(1)))
                .plusMinutes((long) number(matcher.group(2)))
                .plusNanos(Math.round(number(matcher.group(3)) * unit));
        return Optional.of(delay).filter(wait -> wait.compareTo(LONGEST) <= 0);
    }

    private static double number(@Nullable String digits) {
        return digits == null ? 0 : Double.parseDouble(digits);
    }

    /** {@return the time to the next midnight in Los Angeles, when daily quotas begin anew} */
    static Duration untilPacificMidnight(Instant now) {
        ZonedDateTime there = now.atZone(PACIFIC);
        return Duration.between(there, there.toLocalDate().plusDays(1).atStartOfDay(PACIFIC));
    }
}
