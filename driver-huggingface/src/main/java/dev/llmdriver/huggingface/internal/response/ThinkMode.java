package dev.llmdriver.huggingface.internal.response;

import java.util.Arrays;
import java.util.Locale;

/** How reasoning that stands inside the text, between {@code <think>} and {@code </think>}, is told from the answer. */
public enum ThinkMode {
    /** An answer that begins with {@code <think>} is reasoning up to {@code </think>}. The default. */
    TAGS,
    /** The answer begins inside the reasoning, because the model's template has written {@code <think>} already. */
    OPEN,
    /** The text is left as it is. */
    OFF;

    /**
     * Reads a mode's name.
     *
     * @param text {@code tags}, {@code open} or {@code off}
     * @return the mode
     * @throws IllegalArgumentException naming those there are
     */
    public static ThinkMode parse(String text) {
        return Arrays.stream(values())
                .filter(mode -> mode.name().equals(text.strip().toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected tags, open or off, but got '" + text + "'"));
    }

    /** {@return the name as it stands in a configuration} */
    public String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
