package dev.llmdriver.ollama.internal.request;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is configured for every request; the request's own fields win.
 *
 * @param options the configured {@code options}, in their types
 * @param keepAlive a number or a text; null if not configured
 * @param think {@code true}, {@code false} or a level; null if not configured
 * @param truncate whether old messages are left out where the window is too small; null if not configured
 * @param shift whether the window moves on while the model writes; null if not configured
 */
public record Defaults(
        Map<String, Object> options,
        @Nullable Object keepAlive,
        @Nullable String think,
        @Nullable Boolean truncate,
        @Nullable Boolean shift) {
    /** Nothing is configured. */
    public static final Defaults NONE = new Defaults(Map.of(), null, null, null, null);

    /** Copies the options. */
    public Defaults {
        options = new LinkedHashMap<>(options);
    }
}
