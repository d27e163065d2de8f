package dev.llmdriver;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The model asks to run a tool. Immutable. */
public final class ToolCall implements Part {
    private final String id;
    private final String name;
    private final String arguments;
    private final @Nullable ProviderData providerData;

    private ToolCall(String id, String name, String arguments, @Nullable ProviderData providerData) {
        this.id = Objects.requireNonNull(id, "id");
        this.name = Objects.requireNonNull(name, "name");
        this.arguments = Objects.requireNonNull(arguments, "arguments");
        this.providerData = providerData;
    }

    /**
     * Creates a tool call.
     *
     * @param id what the {@link ToolResult} refers to; drivers make one up where the provider sends none
     * @param name the tool's name
     * @param arguments the arguments as JSON text, exactly as the model wrote them; it may be malformed
     * @return the part
     */
    public static ToolCall of(String id, String name, String arguments) {
        return new ToolCall(id, name, arguments, null);
    }

    /**
     * Attaches provider data.
     *
     * @param data what the provider wants back
     * @return a copy that carries it
     */
    public ToolCall withProviderData(ProviderData data) {
        return new ToolCall(id, name, arguments, Objects.requireNonNull(data, "data"));
    }

    /**
     * Returns the id.
     *
     * @return what the result refers to; unique within one answer
     */
    public String id() {
        return id;
    }

    /**
     * Returns the tool's name.
     *
     * @return the name as the model wrote it
     */
    public String name() {
        return name;
    }

    /**
     * Returns the arguments.
     *
     * @return JSON text as the model wrote it, an object in all but broken answers
     */
    public String arguments() {
        return arguments;
    }

    @Override
    public Optional<ProviderData> providerData() {
        return Optional.ofNullable(providerData);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ToolCall that
                && id.equals(that.id)
                && name.equals(that.name)
                && arguments.equals(that.arguments)
                && Objects.equals(providerData, that.providerData);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, name, arguments, providerData);
    }

    @Override
    public String toString() {
        return "ToolCall[" + id + ", " + name + ", " + arguments.length() + " characters]";
    }
}
