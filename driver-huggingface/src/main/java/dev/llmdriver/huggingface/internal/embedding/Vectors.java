package dev.llmdriver.huggingface.internal.embedding;

import dev.llmdriver.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of one batch.
 *
 * @param list one for each text, in order
 * @param pooled whether vectors of tokens were averaged
 * @param usage the tokens used; null if the provider did not say
 * @param model the provider's own name of the model; null if it did not say
 */
public record Vectors(
        List<float[]> list,
        boolean pooled,
        @Nullable Usage usage,
        @Nullable String model) {}
