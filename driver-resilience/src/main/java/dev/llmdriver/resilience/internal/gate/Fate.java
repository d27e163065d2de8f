package dev.llmdriver.resilience.internal.gate;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.util.EnumSet;
import java.util.Set;

/** What is known of what an attempt used of tokens and money. */
public enum Fate {
    /** Nothing: it never left, or the provider turned it down unread. */
    NOTHING,
    /** What the provider counted for a whole answer. */
    COUNTED,
    /** Nobody knows: cancelled, cut off, failed on the way, answered in part, or answered without a count. */
    UNKNOWN;

    private static final Set<ErrorKind> TURNED_DOWN = EnumSet.of(
            ErrorKind.AUTHENTICATION,
            ErrorKind.PERMISSION_DENIED,
            ErrorKind.QUOTA_EXHAUSTED,
            ErrorKind.RATE_LIMITED,
            ErrorKind.MODEL_NOT_FOUND,
            ErrorKind.MODEL_RETIRED,
            ErrorKind.NOT_CHAT_MODEL,
            ErrorKind.MODEL_LOADING,
            ErrorKind.OVERLOADED,
            ErrorKind.ENDPOINT_UNAVAILABLE,
            ErrorKind.INVALID_REQUEST,
            ErrorKind.CONTEXT_LENGTH);

    public static Fate of(Outcome outcome) {
        // Of embeddings that are sent in parts, and of tries, one may be turned down after another was read.
        if (!outcome.left() || (outcome.turnedDown() == outcome.requests() && !hasContent(outcome))) {
            return NOTHING;
        }
        boolean whole = outcome.usage().filter(usage -> !usage.isPartial()).isPresent();
        return outcome.isAnswer() && whole ? COUNTED : UNKNOWN;
    }

    /** {@return whether a provider that says this has not read the request} */
    static boolean isTurnedDown(ErrorKind kind) {
        return TURNED_DOWN.contains(kind);
    }

    /** After content the provider had read it, whatever it says then. */
    private static boolean hasContent(Outcome outcome) {
        return outcome.failure().flatMap(LlmException::partial).isPresent();
    }

    /** {@return what to book, given what was reserved and what was counted} */
    public long booked(long reserved, long counted) {
        return switch (this) {
            case NOTHING -> 0;
            case COUNTED -> Math.max(0, counted); // a counter below zero would widen the limit
            case UNKNOWN -> Math.max(reserved, counted);
        };
    }
}
