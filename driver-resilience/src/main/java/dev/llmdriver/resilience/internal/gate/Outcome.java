package dev.llmdriver.resilience.internal.gate;

import dev.llmdriver.Usage;
import dev.llmdriver.error.LlmException;
import java.util.Optional;

/**
 * How an attempt ended.
 *
 * @param usage what the provider counted, if it said
 * @param failure the error, a cancel among them; empty for an answer
 * @param requests how many requests left the process: what never left costs nothing; more than one for embeddings of many texts, and
 *     for a call that was tried again
 * @param turnedDown how many of them the provider turned down unread
 */
public record Outcome(Optional<Usage> usage, Optional<LlmException> failure, int requests, int turnedDown) {
    /** The end of one request, or of none: its failure tells whether it was turned down. */
    public Outcome(Optional<Usage> usage, Optional<LlmException> failure, int requests) {
        this(
                usage,
                failure,
                requests,
                failure.map(LlmException::kind).filter(Fate::isTurnedDown).isPresent() ? Math.min(1, requests) : 0);
    }

    /** {@return whether any request left the process} */
    public boolean left() {
        return requests > 0;
    }

    /** {@return whether an answer came} */
    public boolean isAnswer() {
        return failure.isEmpty();
    }
}
