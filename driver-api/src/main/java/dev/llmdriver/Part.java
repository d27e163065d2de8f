package dev.llmdriver;

import java.util.Optional;

/**
 * One piece of a {@link Message}. Immutable.
 *
 * <p>The interface is sealed, but new kinds may be added in a minor version: give a {@code switch} over it a {@code default} (see
 * {@code docs/adr/0003-sealed-types-grow.md}).
 */
public sealed interface Part permits Text, Media, ToolCall, ToolResult, Reasoning {
    /**
     * Returns what the provider attached to this part and wants back.
     *
     * @return the opaque data, if any
     */
    Optional<ProviderData> providerData();
}
