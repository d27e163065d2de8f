package dev.llmdriver.ollama.internal.request;

import java.util.regex.Pattern;

/**
 * How long a model stays loaded: seconds as a number, or a Go duration such as {@code 5m}, {@code 1h30m}, {@code -1m}; negative is for
 * ever, zero is not at all. Seconds as a text are refused by Ollama (wire page 2).
 */
public final class KeepAlive {
    private static final Pattern DURATION =
            Pattern.compile("[-+]?(?:(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:ns|us|µs|μs|ms|s|m|h))+|0");
    private static final Pattern SECONDS = Pattern.compile("[-+]?\\d{1,9}");

    private KeepAlive() {}

    /**
     * Reads a configured time.
     *
     * @param text seconds or a Go duration
     * @return what is sent: a number or a text
     * @throws IllegalArgumentException saying what was expected
     */
    public static Object parse(String text) {
        String value = text.strip();
        if (SECONDS.matcher(value).matches()) {
            return Long.valueOf(value);
        }
        if (DURATION.matcher(value).matches()) {
            return value;
        }
        throw new IllegalArgumentException(
                "expected seconds, or a time such as 5m or 1h30m, -1 for ever or 0 for not at all, but got '" + text
                        + "'");
    }

    /** {@return whether Ollama takes a value} */
    static boolean isValid(Object value) {
        return value instanceof Number
                || (value instanceof String text && DURATION.matcher(text).matches());
    }
}
