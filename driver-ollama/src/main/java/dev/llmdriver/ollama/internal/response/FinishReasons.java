package dev.llmdriver.ollama.internal.response;

import dev.llmdriver.FinishReason;
import dev.llmdriver.FinishReason.Kind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code done_reason} (wire page 4). Tool calls decide by their presence, for they end with {@code stop}. */
final class FinishReasons {
    /** Words that tell of a model loaded or unloaded, and of no answer. */
    static final Set<String> NO_ANSWER = Set.of("load", "unload");

    private FinishReasons() {}

    /** {@return the reason; servers of old say {@code done:true} and no more, which is a stop} */
    static FinishReason of(@Nullable String word, boolean calls) {
        String raw = word == null ? "" : word;
        return switch (raw) {
            case "length" -> new FinishReason(Kind.LENGTH, raw);
            case "", "stop" -> new FinishReason(calls ? Kind.TOOL_CALLS : Kind.STOP, raw);
            default -> new FinishReason(calls ? Kind.TOOL_CALLS : Kind.OTHER, raw);
        };
    }
}
