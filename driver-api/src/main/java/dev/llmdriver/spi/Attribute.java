package dev.llmdriver.spi;

/**
 * A typed key of {@link CallContext}'s attributes. Two keys are equal only if they are the same object, so make them constants.
 *
 * @param <T> type of the value
 */
@SuppressWarnings("UnusedTypeParameter") // the parameter ties a key to its value's type
public final class Attribute<T> {
    private final String name;

    private Attribute(String name) {
        this.name = name;
    }

    /**
     * Creates a key.
     *
     * @param name for people
     * @param <T> type of the value
     * @return a key that equals no other
     */
    public static <T> Attribute<T> named(String name) {
        return new Attribute<>(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
