package dev.llmdriver.ollama.internal.request;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The values of {@code think}: a switch or a level (wire page 2). */
public final class ThinkWord {
    static final Set<String> LEVELS = Set.of("low", "medium", "high", "max");

    private ThinkWord() {}

    /**
     * Reads a configured word.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static String parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (!word.equals("true") && !word.equals("false") && !LEVELS.contains(word)) {
            throw new IllegalArgumentException(
                    "expected true, false, " + String.join(", ", new TreeSet<>(LEVELS)) + ", but got '" + text + "'");
        }
        return word;
    }

    /** {@return whether Ollama takes a value} */
    static boolean isValid(Object value) {
        return value instanceof Boolean || (value instanceof String level && LEVELS.contains(level));
    }
}
