package dev.llmdriver.gemini.internal.response;

import dev.llmdriver.FinishReason;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the provider's words for the end of an answer come to (wire page 3.1). Numbers are those of the same words, as they come where a
 * gateway asks for {@code enum-encoding=int}.
 */
enum Ending {
    /** The model stopped by itself, also in order to call functions. */
    NATURAL(FinishReason.Kind.STOP, true),
    /** The limit of tokens. */
    LENGTH(FinishReason.Kind.LENGTH, true),
    /** A filter held it back, or what is left of it. */
    FILTERED(FinishReason.Kind.CONTENT_FILTER, false),
    /** What the model wrote is no valid call or answer: nothing of it may run. */
    BROKEN(FinishReason.Kind.OTHER, false),
    /** The request lacked a signature, so that nothing that follows counts. */
    REFUSED(FinishReason.Kind.OTHER, false),
    /** A word of tomorrow, or one without a meaning of its own. */
    OTHER(FinishReason.Kind.OTHER, true);

    private final FinishReason.Kind kind;
    private final boolean callsMayRun;

    Ending(FinishReason.Kind kind, boolean callsMayRun) {
        this.kind = kind;
        this.callsMayRun = callsMayRun;
    }

    static Ending of(@Nullable String word) {
        return switch (word == null ? "" : word.toUpperCase(Locale.ROOT)) {
            case "STOP", "1" -> NATURAL;
            case "MAX_TOKENS", "2" -> LENGTH;
            case "SAFETY",
                    "3",
                    "RECITATION",
                    "4",
                    "LANGUAGE",
                    "6",
                    "BLOCKLIST",
                    "7",
                    "PROHIBITED_CONTENT",
                    "8",
                    "SPII",
                    "9",
                    "MODEL_ARMOR",
                    "ESCALATION",
                    "IMAGE_SAFETY",
                    "11",
                    "IMAGE_PROHIBITED_CONTENT",
                    "IMAGE_RECITATION" -> FILTERED;
            case "MALFORMED_FUNCTION_CALL", "10", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS", "MALFORMED_RESPONSE" ->
                BROKEN;
            case "MISSING_THOUGHT_SIGNATURE" -> REFUSED;
            default -> OTHER;
        };
    }

    boolean callsMayRun() {
        return callsMayRun;
    }

    /** {@return the reason in common terms: functions are called under the word STOP, or in a whole answer under none} */
    FinishReason reason(@Nullable String word, boolean hasCalls) {
        boolean calls = hasCalls && (this == NATURAL || word == null);
        return new FinishReason(calls ? FinishReason.Kind.TOOL_CALLS : kind, word == null ? "" : word);
    }
}
