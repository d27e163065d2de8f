package dev.llmdriver.gemini.internal.request;

import java.util.Map;
import java.util.Optional;

/**
 * What the provider's options add to each request.
 *
 * @param safety a threshold for each category of harm; empty leaves Gemini's own
 * @param serviceTier {@code flex}, {@code standard} or {@code priority}; empty leaves Gemini's own
 * @param includeThoughts whether thoughts are shown; empty shows them where an effort is asked for
 */
public record RequestSettings(
        Map<String, String> safety, Optional<String> serviceTier, Optional<Boolean> includeThoughts) {
    /** Nothing. */
    public static final RequestSettings NONE = new RequestSettings(Map.of(), Optional.empty(), Optional.empty());
}
