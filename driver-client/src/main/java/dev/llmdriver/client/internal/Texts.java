package dev.llmdriver.client.internal;

import dev.llmdriver.spi.OptionParsers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Reads values; what cannot be read is said together with what was expected. */
final class Texts {
    private static final Pattern LIKE_A_KEY = Pattern.compile("\\b(hf_|sk-|gsk_|AIza)[A-Za-z0-9_-]{6,}");
    private static final Pattern IN_URL = Pattern.compile("//[^/@\\s]*@|\\?\\S*");

    /** Of requests or tokens in a window, see {@link dev.llmdriver.resilience.Limit}. */
    private static final long MOST_COUNTED = 1_000_000_000_000L;

    private static final Pattern AROUND = Pattern.compile("^[ \\t]+|(?<![ \\t])[ \\t]+$");

    private Texts() {}

    static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException("expected a number, but got '" + text + "'");
        }
    }

    static int integer(String text) {
        return OptionParsers.integer(text);
    }

    static int atLeastOne(String text) {
        int number = OptionParsers.integer(text);
        if (number < 1) {
            throw new IllegalArgumentException("expected a whole number of at least 1, but got '" + text + "'");
        }
        return number;
    }

    static long whole(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException("expected a whole number, but got '" + text + "'");
        }
    }

    /** {@return a whole number of at least 1 that a window can hold; underscores may divide its digits} */
    static long count(String text) {
        try {
            long number = Long.parseLong(text.strip().replace("_", ""));
            if (number > MOST_COUNTED) {
                throw new IllegalArgumentException("expected at most " + MOST_COUNTED + ", but got '" + text + "'");
            }
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException malformed) {
            // said below
        }
        throw new IllegalArgumentException("expected a whole number of at least 1, but got '" + text + "'");
    }

    /** {@return a number above 0 and up to 1} */
    static double share(String text) {
        double share = number(text);
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "expected a share above 0 and up to 1, such as 0.5, but got '" + text + "'");
        }
        return share;
    }

    static ZoneId zone(String text) {
        try {
            return ZoneId.of(text.strip());
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException(
                    "expected a time zone such as UTC or America/Los_Angeles, but got '" + text + "'");
        }
    }

    /** {@return what commas divide, at least one} */
    static List<String> names(String text) {
        List<String> names = Arrays.stream(text.split(",")).map(String::strip).toList();
        if (names.isEmpty() || names.contains("")) {
            throw new IllegalArgumentException("expected names divided by commas, but got '" + text + "'");
        }
        return names;
    }

    /** {@return what commas divide, without the blanks around it; line breaks stay, for a model may have to stop at one} */
    static String[] stops(String text) {
        return Arrays.stream(text.split(","))
                .map(stop -> AROUND.matcher(stop).replaceAll(""))
                .toArray(String[]::new);
    }

    /** {@return what commas divide, at least one} */
    static List<Duration> durations(String text) {
        List<Duration> times = Arrays.stream(text.split(","))
                .map(part -> OptionParsers.duration(part.strip()))
                .toList();
        if (times.isEmpty()) {
            throw new IllegalArgumentException("expected times divided by commas, but got '" + text + "'");
        }
        return times;
    }

    static Duration atLeastAMilli(String text) {
        Duration time = OptionParsers.duration(text);
        if (time.toMillis() < 1) {
            throw new IllegalArgumentException("expected a time of a millisecond or more, but got '" + text + "'");
        }
        return time;
    }

    /** Hides what looks like a key although it stands where none belongs. */
    static String withoutLikelyKeys(String text) {
        return LIKE_A_KEY.matcher(text).replaceAll("****");
    }

    /** Hides what looks like a key, and the parts of addresses that may hold one. */
    static String safe(String value) {
        String masked = withoutLikelyKeys(value);
        return masked.contains("://")
                ? IN_URL.matcher(masked).replaceAll(match -> match.group().startsWith("?") ? "?…" : "//****@")
                : masked;
    }
}
