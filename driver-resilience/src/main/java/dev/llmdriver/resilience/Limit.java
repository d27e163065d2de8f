package dev.llmdriver.resilience;

import dev.llmdriver.spi.LimitGauge;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;

/**
 * So much of something in a window of time. Windows are those of the clock and the calendar, not those since a first call: a minute
 * begins with its second zero, a day at midnight of its zone, whatever daylight saving makes of it.
 *
 * @param scope whose limit it is; limits of one scope, unit and span are the same one
 * @param unit what is limited
 * @param span the length of a window
 * @param most how much a window holds: 1 to 10¹² requests or tokens, zero or more nano-dollars
 * @param zone where days and months begin
 */
public record Limit(String scope, Unit unit, Span span, long most, ZoneId zone) {
    private static final long MOST_COUNTED = 1_000_000_000_000L;

    /**
     * Checks the amount.
     *
     * @throws IllegalArgumentException if no window can hold it
     */
    public Limit {
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(zone, "zone");
        boolean money = unit == Unit.USD;
        if (most < (money ? 0 : 1) || (!money && most > MOST_COUNTED)) {
            throw new IllegalArgumentException("expected "
                    + (money ? "zero or more nano-dollars" : "1 to " + MOST_COUNTED + " " + unit.wireName()) + " per "
                    + span.wireName() + ", but got " + most);
        }
    }

    /** What is limited. */
    public enum Unit {
        /** Requests that leave the process. */
        REQUESTS,
        /** Tokens, in and out together. */
        TOKENS,
        /** Money, in nano-dollars (1e-9 US dollars). */
        USD;

        /** {@return the name as it stands in telemetry, such as {@code requests}} */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The length of a window. */
    public enum Span {
        /** A minute of the clock. */
        MINUTE,
        /** An hour of the clock, in zones of half hours too that of UTC. */
        HOUR,
        /** A day of the calendar, which daylight saving makes 23 or 25 hours long. */
        DAY,
        /** A month of the calendar. */
        MONTH,
        /** All time. */
        TOTAL;

        /** {@return the name as it stands in telemetry, such as {@code minute}} */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@return the beginning of the window that a moment lies in} */
    public Instant begin(Instant moment) {
        return later(moment, 0);
    }

    /**
     * {@return the beginning of a later window; {@link Instant#MAX} if there is none}
     *
     * @param moment in the window from which to count
     * @param windows how many windows later; zero or more, those beyond a million count as a million
     */
    public Instant later(Instant moment, long windows) {
        long bounded = Math.min(windows, 1_000_000);
        return switch (span) {
            case MINUTE -> moment.truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(bounded));
            case HOUR -> moment.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(bounded));
            case DAY -> midnight(LocalDate.ofInstant(moment, zone).plusDays(bounded));
            case MONTH ->
                midnight(LocalDate.ofInstant(moment, zone).withDayOfMonth(1).plusMonths(bounded));
            case TOTAL -> windows == 0 ? Instant.MIN : Instant.MAX;
        };
    }

    private Instant midnight(LocalDate date) {
        return date.atStartOfDay(zone).toInstant();
    }

    /** {@return the same limit of another scope} */
    public Limit withScope(String other) {
        return new Limit(other, unit, span, most, zone);
    }

    /** {@return what is left of it, for telemetry, read from a store; money in dollars} */
    LimitGauge gauge(LimitStore store) {
        double one = unit == Unit.USD ? 1e9 : 1;
        return new LimitGauge(unit.wireName(), scope, span.wireName(), () -> store.remaining(this) / one);
    }
}
