package dev.llmdriver.spi;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the usual types of options; what cannot be read is said together with what was expected. */
public final class OptionParsers {
    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h|d)");

    /** What nanoseconds can count: 292 years, which is as good as for ever. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private OptionParsers() {}

    /** {@return an absolute http or https address with a host} */
    public static URI url(String text) {
        try {
            URI uri = new URI(text.strip());
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (!http || uri.getHost() == null || uri.getPort() > 65535) {
                throw new IllegalArgumentException(
                        "expected an address such as https://host/path, but got '" + shown(text) + "'");
            }
            return uri;
        } catch (URISyntaxException | NumberFormatException malformed) { // the latter is Java's slip with long numbers
            throw new IllegalArgumentException(
                    "expected an address such as https://host/path, but got '" + shown(text) + "'");
        }
    }

    /** {@return a time written as {@code 500ms}, {@code 2s}, {@code 5m}, {@code 1h}, {@code 1d} or by ISO 8601; more than zero} */
    public static Duration duration(String text) {
        Duration duration = parsedDuration(text.strip());
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("expected a time of more than zero, but got '" + text + "'");
        }
        return duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    }

    private static Duration parsedDuration(String text) {
        Matcher matcher = SHORT_DURATION.matcher(text.toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            return Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * nanosOf(matcher.group(2))));
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException("expected a time such as 500ms, 2s, 5m or PT2S, but got '" + text + "'");
        }
    }

    private static double nanosOf(String unit) {
        return switch (unit) {
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            case "h" -> 3600e9;
            default -> 86400e9;
        };
    }

    /** {@return a whole number} */
    public static int integer(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException("expected a whole number, but got '" + text + "'");
        }
    }

    /** {@return true or false} */
    public static boolean flag(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException("expected true or false, but got '" + text + "'");
        };
    }

    /** An address may hold a key in its query or user part, so these are not shown. */
    private static String shown(String url) {
        int mark = url.indexOf('?');
        if (mark >= 0 && url.indexOf('@', mark) >= 0) { // a password with a question mark, or a query with an at sign
            return "…";
        }
        return url.replaceAll("(?s)\\?.*", "?…").replaceAll("(?s)^(\\w+://)?.*@", "$1****@");
    }
}
