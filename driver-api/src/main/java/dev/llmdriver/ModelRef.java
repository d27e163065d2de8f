package dev.llmdriver;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Names a model: a configured provider or driver, and the provider's own name of the model.
 *
 * @param provider what stands before the first colon, such as {@code huggingface}
 * @param model the rest, opaque to everyone but the driver; may hold colons, such as {@code org/name:fastest}
 */
public record ModelRef(String provider, String model) implements Serializable {
    /**
     * Checks both sides.
     *
     * @throws IllegalArgumentException if a side is empty, or the provider holds a colon
     */
    public ModelRef {
        Objects.requireNonNull(model, "model");
        if (provider.isBlank() || provider.indexOf(':') >= 0 || model.isBlank()) {
            throw new IllegalArgumentException(
                    "expected provider:model, such as ollama:llama3.2, but got '" + provider + ":" + model + "'");
        }
    }

    /**
     * Reads {@code provider:model}; the first colon divides.
     *
     * @param text such as {@code ollama:llama3.2:1b}
     * @return the reference
     * @throws IllegalArgumentException if there is no colon, or a side is empty
     */
    public static ModelRef parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "expected provider:model, such as ollama:llama3.2, but got '" + text + "'");
        }
        return new ModelRef(
                text.substring(0, colon).strip(), text.substring(colon + 1).strip());
    }

    // Written out, as the first call needs it: what Java generates for records costs a start several milliseconds.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelRef that && provider.equals(that.provider) && model.equals(that.model);
    }

    @Override
    public int hashCode() {
        return 31 * provider.hashCode() + model.hashCode();
    }

    @Override
    public String toString() {
        return provider + ":" + model;
    }
}
