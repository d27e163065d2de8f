package dev.llmdriver.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads how long a provider asks to wait, in this order: {@code retry-after-ms} (OpenAI and Azure), {@code Retry-After} in seconds,
 * with decimals too, or as a date (RFC 9110, 10.2.3), and {@code RateLimit: "api";r=0;t=295} (IETF draft 9, as Hugging Face sends it),
 * which counts only where nothing remains. What is negative, unreadable or beyond 31 days is no hint.
 */
public final class RetryAfter {
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,12}(?:\\.\\d{1,9})?");
    private static final Pattern EXHAUSTED = Pattern.compile("(?:^|[;,\\s])r=0\\s*(?:;[^,]{0,100})?;\\s*t=(\\d{1,9})");

    private RetryAfter() {}

    /** {@return the time to wait; a date is taken relative to the answer's own {@code Date}, or to the system's clock} */
    public static Optional<Duration> of(Headers headers) {
        return of(headers, Instant.now());
    }

    /**
     * Reads the time to wait.
     *
     * @param headers of the answer that failed
     * @param now when it came; used only for a date in an answer without {@code Date}
     * @return the time from then; empty if there is no usable hint
     */
    public static Optional<Duration> of(Headers headers, Instant now) {
        return headers.get("retry-after-ms")
                .flatMap(text -> decimal(text, 1e6))
                .or(() -> headers.get("Retry-After").flatMap(text -> secondsOrDate(text, headers, now)))
                .or(() -> headers.get("RateLimit").flatMap(RetryAfter::rateLimit))
                .filter(hint -> hint.compareTo(LONGEST) <= 0);
    }

    private static Optional<Duration> secondsOrDate(String text, Headers headers, Instant now) {
        return decimal(text, 1e9)
                .or(() -> date(text).flatMap(then -> {
                    Instant from = headers.get("Date").flatMap(RetryAfter::date).orElse(now);
                    Duration left = Duration.between(from, then);
                    return left.isNegative() ? Optional.of(Duration.ZERO) : Optional.of(left);
                }));
    }

    private static Optional<Duration> decimal(String text, double nanosPerUnit) {
        String number = text.strip();
        return DECIMAL.matcher(number).matches()
                ? Optional.of(Duration.ofNanos(Math.round(Double.parseDouble(number) * nanosPerUnit)))
                : Optional.empty();
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> rateLimit(String text) {
        Matcher matcher = EXHAUSTED.matcher(text);
        return matcher.find() ? Optional.of(Duration.ofSeconds(Long.parseLong(matcher.group(1)))) : Optional.empty();
    }
}
