package dev.llmdriver;

import java.util.Objects;

/** Whether the model may, must or must not ask for a tool. May gain kinds: give a {@code switch} a {@code default}. */
public sealed interface ToolChoice {
    /**
     * The model decides.
     *
     * @return the choice
     */
    static ToolChoice auto() {
        return new Auto();
    }

    /**
     * No tool may be called.
     *
     * @return the choice
     */
    static ToolChoice none() {
        return new None();
    }

    /**
     * Some tool must be called.
     *
     * @return the choice
     */
    static ToolChoice required() {
        return new Required();
    }

    /**
     * This very tool must be called.
     *
     * @param name the tool's name
     * @return the choice
     */
    static ToolChoice named(String name) {
        return new Named(name);
    }

    /** The model decides. */
    record Auto() implements ToolChoice {}

    /** No tool may be called. */
    record None() implements ToolChoice {}

    /** Some tool must be called. */
    record Required() implements ToolChoice {}

    /**
     * One tool must be called.
     *
     * @param name the tool's name
     */
    record Named(String name) implements ToolChoice {
        /** Checks the name. */
        public Named {
            Objects.requireNonNull(name, "name");
        }
    }
}
