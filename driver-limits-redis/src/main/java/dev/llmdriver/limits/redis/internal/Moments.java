package dev.llmdriver.limits.redis.internal;

import dev.llmdriver.resilience.Limit;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Moments as texts that sort as they do: 12 digits for seconds, 9 for nanoseconds; and what is reckoned from them. */
final class Moments {
    private static final int SECOND_DIGITS = 12;
    private static final String BEGINNING = "0".repeat(21);
    private static final String ENDLESS = "9".repeat(21);

    private Moments() {}

    static String text(Instant moment) {
        if (moment.equals(Instant.MAX)) {
            return ENDLESS;
        }
        return moment.equals(Instant.MIN)
                ? BEGINNING
                : String.format(Locale.ROOT, "%012d%09d", moment.getEpochSecond(), moment.getNano());
    }

    /** {@return the moment; the beginning of time for an empty text} */
    static Instant parse(String text) {
        if (text.equals(ENDLESS)) {
            return Instant.MAX;
        }
        return text.isEmpty()
                ? Instant.MIN
                : Instant.ofEpochSecond(
                        Long.parseLong(text.substring(0, SECOND_DIGITS)),
                        Long.parseLong(text.substring(SECOND_DIGITS)));
    }

    /** {@return how many windows of a limit began from the end of one until now, at least one} */
    static long windows(Limit limit, Instant end, Instant now) {
        return 1
                + switch (limit.span()) {
                    case MINUTE -> Duration.between(end, now).toMinutes();
                    case HOUR -> Duration.between(end, now).toHours();
                    case DAY -> ChronoUnit.DAYS.between(date(limit, end), date(limit, now));
                    case MONTH -> ChronoUnit.MONTHS.between(date(limit, end).withDayOfMonth(1), date(limit, now));
                    case TOTAL -> 0;
                };
    }

    private static LocalDate date(Limit limit, Instant moment) {
        return LocalDate.ofInstant(moment, limit.zone());
    }

    /** {@return the seconds that the longest window of a limit has; zero for all time} */
    static long seconds(Limit limit) {
        return switch (limit.span()) {
            case MINUTE -> Duration.ofMinutes(1).toSeconds();
            case HOUR -> Duration.ofHours(1).toSeconds();
            case DAY -> Duration.ofHours(26).toSeconds();
            case MONTH -> Duration.ofDays(32).toSeconds();
            case TOTAL -> 0;
        };
    }
}
