package dev.llmdriver.resilience.internal.gate;

import dev.llmdriver.Usage;
import dev.llmdriver.error.LlmException;
import java.util.Optional;

/**
 * How an attempt ended.
 *
 * @param usage what the provider counted, if it said
 * @param failure the error, a cancel among them; empty for an answer
 * @param requests how many requests left the process: what never left costs nothing; more than one for embeddings of many texts
 */
public record Outcome(Optional<Usage> usage, Optional<LlmException> failure, int requests) {
    /** {@return whether any request left the process} */
    public boolean left() {
        return requests > 0;
    }

    /** {@return whether an answer came} */
    public boolean isAnswer() {
        return failure.isEmpty();
    }
}
