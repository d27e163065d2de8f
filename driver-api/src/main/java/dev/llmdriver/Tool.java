package dev.llmdriver;

import java.util.Objects;

/**
 * A function that the model may ask to run. Immutable.
 *
 * @param name letters, digits, {@code _} and {@code -}
 * @param description what it does and when to use it, for the model; may be empty
 * @param parameters JSON Schema of the arguments, an object, as text
 */
public record Tool(String name, String description, String parameters) {
    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if the name has a character that providers refuse
     */
    public Tool {
        if (!name.matches("[A-Za-z0-9_.-]{1,128}")) {
            throw new IllegalArgumentException(
                    "a tool's name has 1 to 128 letters, digits, '_', '-' or '.': '" + name + "'");
        }
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(parameters, "parameters");
    }

    @Override
    public String toString() {
        return "Tool[" + name + "]";
    }
}
