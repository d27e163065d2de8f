package dev.llmdriver.gemini.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * When Gemini blocks, as it is configured (wire page 2.3): {@code block_none} for all categories, or {@code harassment=off,…}.
 *
 * @param text as it was written
 * @param thresholds the wire's name of a category, with that of its threshold
 */
public record SafetySettings(String text, Map<String, String> thresholds) {
    private static final String PREFIX = "HARM_CATEGORY_";
    private static final List<String> CATEGORIES =
            List.of("HARASSMENT", "HATE_SPEECH", "SEXUALLY_EXPLICIT", "DANGEROUS_CONTENT");
    private static final Set<String> THRESHOLDS =
            Set.of("BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_ONLY_HIGH", "BLOCK_NONE", "OFF");

    /**
     * Reads a setting.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static SafetySettings parse(String text) {
        Map<String, String> thresholds = new LinkedHashMap<>();
        for (String entry : text.split(",", -1)) {
            String[] sides = entry.split("=", -1);
            if (sides.length == 1) {
                CATEGORIES.forEach(category -> thresholds.put(PREFIX + category, threshold(entry)));
            } else if (sides.length == 2) {
                thresholds.put(PREFIX + category(sides[0]), threshold(sides[1]));
            } else {
                throw new IllegalArgumentException("expected category=threshold, but got '" + entry + "'");
            }
        }
        return new SafetySettings(text, thresholds);
    }

    private static String category(String text) {
        String word = word(text).replaceFirst("^" + PREFIX, "");
        if (!CATEGORIES.contains(word) && !word.equals("CIVIC_INTEGRITY")) {
            throw new IllegalArgumentException("expected one of " + CATEGORIES + ", but got '" + text + "'");
        }
        return word;
    }

    private static String threshold(String text) {
        String word = word(text);
        if (!THRESHOLDS.contains(word)) {
            throw new IllegalArgumentException("expected off, block_none, block_only_high, block_medium_and_above or"
                    + " block_low_and_above, but got '" + text + "'");
        }
        return word;
    }

    private static String word(String text) {
        return text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
