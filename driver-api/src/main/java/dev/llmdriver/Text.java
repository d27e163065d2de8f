package dev.llmdriver;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Plain text. Immutable. */
public final class Text implements Part {
    private final CharSequence text;
    private final @Nullable ProviderData providerData;

    private Text(CharSequence text, @Nullable ProviderData providerData) {
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
     * Creates a text part whose text is made when it is first asked for. Most who read a stream never ask for the whole of it.
     *
     * @param text makes the text, the same each time, on any thread, and is let go once it has
     * @return the part
     */
    public static Text of(Supplier<String> text) {
        return new Text(new LateText(text), null);
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
        return text.toString();
    }

    @Override
    public Optional<ProviderData> providerData() {
        return Optional.ofNullable(providerData);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Text that
                && text().equals(that.text())
                && Objects.equals(providerData, that.providerData);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text(), providerData);
    }

    @Override
    public String toString() {
        return "Text[" + text().length() + " characters]";
    }
}
