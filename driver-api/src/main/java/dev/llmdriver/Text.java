package dev.llmdriver;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plain text. Immutable. */
public final class Text implements Part {
    private final String text;
    private final @Nullable ProviderData providerData;

    private Text(String text, @Nullable ProviderData providerData) {
        this.text = Objects.requireNonNull(text, "text");
        this.providerData = providerData;
    }

    /**
     * Creates a text part.
     *
     * @param text the text, may be empty
     * @return the part
     */
    public static Text of(String text) {
        return new Text(text, null);
    }

    /**
     * Attaches provider data.
     *
     * @param data what the provider wants back
     * @return a copy that carries it
     */
    public Text withProviderData(ProviderData data) {
        return new Text(text, Objects.requireNonNull(data, "data"));
    }

    /**
     * Returns the text.
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
        return other instanceof Text that && text.equals(that.text) && Objects.equals(providerData, that.providerData);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, providerData);
    }

    @Override
    public String toString() {
        return "Text[" + text.length() + " characters]";
    }
}
