package dev.llmdriver.client.internal;

import dev.llmdriver.spi.OptionParsers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Reads values; what cannot be read is said together with what was expected. */
final class Texts {
    private static final Pattern LIKE_A_KEY = Pattern.compile("\\b(hf_|sk-|gsk_|AIza)[A-Za-z0-9_-]{6,}");
    private static final Pattern IN_URL = Pattern.compile("//[^/@\\s]*@|\\?\\S*");

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

    static List<Duration> durations(String text) {
        return Arrays.stream(text.split(","))
                .map(part -> OptionParsers.duration(part.strip()))
                .toList();
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
