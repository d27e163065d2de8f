package dev.llmdriver.client.internal;

import java.util.function.Function;

/**
 * A key of a model's settings.
 *
 * @param name what stands after {@code llm.} or {@code llm.models.<name>.}
 * @param parser reads a value, or fails with what was expected
 * @param <T> type of the value
 */
record ModelKey<T>(String name, Function<String, T> parser) {
    @Override
    public String toString() {
        return name;
    }
}
