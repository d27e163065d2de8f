package dev.llmdriver.testkit;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A header by which a server says when to come back. Gemini says it in the body: see {@link GeminiErrors#rateLimited}.
 *
 * @param header the header's name
 * @param value the header's value
 */
public record RetryHint(String header, String value) {
    /** RFC 9110 wants two digits for the day, which the JDK's RFC 1123 format does not write. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** {@return {@code Retry-After} in seconds} */
    public static RetryHint retryAfterSeconds(long seconds) {
        return new RetryHint("Retry-After", Long.toString(seconds));
    }

    /** {@return {@code Retry-After} in seconds with a fraction, which RFC 9110 does not know and services send} */
    public static RetryHint retryAfterFraction(Duration time) {
        return new RetryHint(
                "Retry-After", BigDecimal.valueOf(time.toMillis(), 3).toPlainString());
    }

    /** {@return {@code Retry-After} as an HTTP date} */
    public static RetryHint retryAfterDate(Instant at) {
        return new RetryHint("Retry-After", HTTP_DATE.format(at));
    }

    /** {@return {@code Date}: the server's clock, to which its other dates refer} */
    public static RetryHint date(Instant now) {
        return new RetryHint("Date", HTTP_DATE.format(now));
    }

    /** {@return {@code retry-after-ms}} */
    public static RetryHint retryAfterMillis(long millis) {
        return new RetryHint("retry-after-ms", Long.toString(millis));
    }

    /** {@return the Hub's {@code RateLimit} header: what remains of the quota, and when it starts anew} */
    public static RetryHint rateLimit(long remaining, Duration reset) {
        return new RetryHint("RateLimit", "\"api\";r=" + remaining + ";t=" + reset.toSeconds());
    }

    /** {@return {@code ratelimit-reset} in seconds, as the gateway Kong sends it} */
    public static RetryHint rateLimitReset(Duration reset) {
        return new RetryHint("ratelimit-reset", Long.toString(reset.toSeconds()));
    }

    /** {@return {@code x-ratelimit-reset-requests} in the spelling of OpenAI-like servers, as in {@code 1m30s}} */
    public static RetryHint resetRequests(Duration reset) {
        return new RetryHint("x-ratelimit-reset-requests", compact(reset));
    }

    /** {@return {@code x-ratelimit-reset-tokens} in the spelling of OpenAI-like servers, as in {@code 250ms}} */
    public static RetryHint resetTokens(Duration reset) {
        return new RetryHint("x-ratelimit-reset-tokens", compact(reset));
    }

    /** {@return a {@code Retry-After} that nobody can read} */
    public static RetryHint unreadable() {
        return new RetryHint("Retry-After", "soon");
    }

    private static String compact(Duration time) {
        if (time.toSeconds() == 0) {
            return time.toMillis() + "ms";
        }
        return (time.toMinutes() > 0 ? time.toMinutes() + "m" : "") + time.toSecondsPart() + "s";
    }
}
