package dev.llmdriver;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the model thought before it answered, as far as the provider shows it. Immutable. */
public final class Reasoning implements Part {
    private final CharSequence text;
    private final @Nullable ProviderData providerData;

    private Reasoning(CharSequence text, @Nullable ProviderData providerData) {
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
     * Creates a reasoning part whose text is made when it is first asked for. Most who read a stream never ask for the whole of it.
     *
     * @param text makes the text, the same each time, on any thread, and is let go once it has
     * @return the part
     */
    public static Reasoning of(Supplier<String> text) {
        return new Reasoning(new LateText(text), null);
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
        return text.toString();
    }

    @Override
    public Optional<ProviderData> providerData() {
        return Optional.ofNullable(providerData);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Reasoning that
                && text().equals(that.text())
                && Objects.equals(providerData, that.providerData);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text(), providerData);
    }

    @Override
    public String toString() {
        return "Reasoning[" + text().length() + " characters]";
    }
}
