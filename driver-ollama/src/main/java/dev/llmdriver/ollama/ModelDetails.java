package dev.llmdriver.ollama;

import dev.llmdriver.ModelInfo;
import java.util.Objects;
import java.util.Set;

/**
 * What {@code /api/show} tells of a model.
 *
 * @param info its name, its capabilities, and the window that it was trained for, which is not the one in use
 * @param capabilities Ollama's own words: {@code completion}, {@code tools}, {@code vision}, {@code thinking}, {@code embedding} …; empty
 *     before v0.6.4
 * @param family such as {@code llama}; empty if not said
 * @param parameterSize such as {@code 3.2B}; empty if not said
 * @param quantization such as {@code Q4_K_M}; empty if not said
 * @param parameters the model's own defaults, a name and a value in each line; empty if there are none
 */
public record ModelDetails(
        ModelInfo info,
        Set<String> capabilities,
        String family,
        String parameterSize,
        String quantization,
        String parameters) {
    /** Checks that nothing is missing, and copies the set. */
    public ModelDetails {
        Objects.requireNonNull(info, "info");
        capabilities = Set.copyOf(capabilities);
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(parameterSize, "parameterSize");
        Objects.requireNonNull(quantization, "quantization");
        Objects.requireNonNull(parameters, "parameters");
    }
}
