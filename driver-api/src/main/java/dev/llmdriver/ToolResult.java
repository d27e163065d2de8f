package dev.llmdriver;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a tool answered. Immutable. */
public final class ToolResult implements Part {
    private final String callId;
    private final String toolName;
    private final String content;
    private final boolean error;
    private final @Nullable ProviderData providerData;

    private ToolResult(
            String callId, String toolName, String content, boolean error, @Nullable ProviderData providerData) {
        this.callId = Objects.requireNonNull(callId, "callId");
        this.toolName = Objects.requireNonNull(toolName, "toolName");
        this.content = Objects.requireNonNull(content, "content");
        this.error = error;
        this.providerData = providerData;
    }

    /**
     * Creates the result of a tool that did its work.
     *
     * @param call the call that is answered
     * @param content text or JSON text
     * @return the part
     */
    public static ToolResult of(ToolCall call, String content) {
        return of(call.id(), call.name(), content);
    }

    /**
     * Creates the result of a tool that did its work.
     *
     * @param callId id of the call that is answered
     * @param toolName the tool's name; some providers match by it instead of the id
     * @param content text or JSON text
     * @return the part
     */
    public static ToolResult of(String callId, String toolName, String content) {
        return new ToolResult(callId, toolName, content, false, null);
    }

    /**
     * Creates the result of a tool that failed, so that the model can mend its call.
     *
     * @param call the call that is answered
     * @param message what went wrong, in words the model understands
     * @return the part
     */
    public static ToolResult error(ToolCall call, String message) {
        return new ToolResult(call.id(), call.name(), message, true, null);
    }

    /**
     * Attaches provider data.
     *
     * @param data what the provider wants back
     * @return a copy that carries it
     */
    public ToolResult withProviderData(ProviderData data) {
        return new ToolResult(callId, toolName, content, error, Objects.requireNonNull(data, "data"));
    }

    /**
     * Returns the id of the answered call.
     *
     * @return the id
     */
    public String callId() {
        return callId;
    }

    /**
     * Returns the tool's name.
     *
     * @return the name
     */
    public String toolName() {
        return toolName;
    }

    /**
     * Returns what the tool answered.
     *
     * @return text or JSON text
     */
    public String content() {
        return content;
    }

    /**
     * Tells whether the tool failed.
     *
     * @return true for a failure
     */
    public boolean isError() {
        return error;
    }

    @Override
    public Optional<ProviderData> providerData() {
        return Optional.ofNullable(providerData);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ToolResult that
                && callId.equals(that.callId)
                && toolName.equals(that.toolName)
                && content.equals(that.content)
                && error == that.error
                && Objects.equals(providerData, that.providerData);
    }

    @Override
    public int hashCode() {
        return Objects.hash(callId, toolName, content, error, providerData);
    }

    @Override
    public String toString() {
        return "ToolResult[" + callId + ", " + toolName + (error ? ", error, " : ", ") + content.length()
                + " characters]";
    }
}
