package dev.llmdriver;

import java.util.Objects;

/**
 * Why the model stopped.
 *
 * @param kind the reason in common terms
 * @param raw the provider's own word; empty where it sent none
 */
public record FinishReason(Kind kind, String raw) {
    /** Checks that nothing is missing. */
    public FinishReason {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(raw, "raw");
    }

    /** The reason in common terms. May gain values: give a {@code switch} a {@code default}. */
    public enum Kind {
        /** The answer is complete, or a stop text was met. */
        STOP,
        /** The limit of tokens was reached; the answer is cut but the call succeeded. */
        LENGTH,
        /** The model waits for the results of the tool calls in the answer. */
        TOOL_CALLS,
        /** The provider held back the rest. */
        CONTENT_FILTER,
        /** Something else: see the raw word. */
        OTHER
    }

    @Override
    public String toString() {
        return raw.isEmpty() ? kind.toString() : kind + "(" + raw + ")";
    }
}
