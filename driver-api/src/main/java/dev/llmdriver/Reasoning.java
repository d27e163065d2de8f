package dev.llmdriver;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the model thought before it answered, as far as the provider shows it. Immutable. */
public final class Reasoning implements Part {
    private final String text;
    private final @Nullable ProviderData providerData;

    private Reasoning(String text, @Nullable ProviderData providerData) {
        this.text = Objects.requireNonNull(text, "text");
        this.providerData = providerData;
    }

    /**
     * Creates a reasoning part.
     *
     * @param text the thought, empty where the provider gives only opaque data
     * @return the part
     */
    public static Reasoning of(String text) {
        return new Reasoning(text, null);
    }

    /**
     * Attaches provider data, such as the spelling of the field it came in or a signature.
     *
     * @param data what the provider wants back
     * @return a copy that carries it
     */
    public Reasoning withProviderData(ProviderData data) {
        return new Reasoning(text, Objects.requireNonNull(data, "data"));
    }

    /**
     * Returns the thought.
     *
     * @return the text, may be empty
     */
    public String text() {
        return text;
    }

    @Override
    public Optional<ProviderData> providerData() {
        return Optional.ofNullable(providerData);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Reasoning that
                && text.equals(that.text)
                && Objects.equals(providerData, that.providerData);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, providerData);
    }

    @Override
    public String toString() {
        return "Reasoning[" + text.length() + " characters]";
    }
}
