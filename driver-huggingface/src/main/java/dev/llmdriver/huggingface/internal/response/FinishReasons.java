package dev.llmdriver.huggingface.internal.response;

import dev.llmdriver.FinishReason;
import dev.llmdriver.FinishReason.Kind;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the words for why a model stopped (wire page 3.1). Tool calls decide by their presence: TGI ends them with {@code stop}. */
public final class FinishReasons {
    private FinishReasons() {}

    /**
     * Reads a word.
     *
     * @param raw the provider's word; null if it sent none
     * @param arguments those of the answer's tool calls, as they came
     * @param refused whether the model declined in the field for that, in which case the word is {@code stop}
     */
    static FinishReason of(@Nullable String raw, List<String> arguments, boolean refused) {
        FinishReason plain = of(raw, arguments);
        return refused && plain.kind() == Kind.STOP ? new FinishReason(Kind.CONTENT_FILTER, plain.raw()) : plain;
    }

    /**
     * Reads a word.
     *
     * @param raw the provider's word; null if it sent none
     * @param arguments those of the answer's tool calls, as they came
     */
    public static FinishReason of(@Nullable String raw, List<String> arguments) {
        String word = raw == null ? "" : raw;
        Kind kind = kind(word);
        if (arguments.isEmpty()) {
            return new FinishReason(kind == Kind.TOOL_CALLS ? Kind.OTHER : kind, word);
        }
        // a call that the limit, the filter or a fault may have cut must not run, not even one cut right after its name
        boolean mayBeCut = kind != Kind.STOP && kind != Kind.TOOL_CALLS;
        boolean runs = !mayBeCut || arguments.stream().allMatch(Arguments::isComplete);
        return new FinishReason(runs ? Kind.TOOL_CALLS : kind, word);
    }

    private static Kind kind(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "stop", "eos", "eos_token", "stop_sequence", "end_turn" -> Kind.STOP;
            case "length", "max_tokens" -> Kind.LENGTH;
            case "tool_calls", "function_call" -> Kind.TOOL_CALLS;
            case "content_filter" -> Kind.CONTENT_FILTER;
            default -> Kind.OTHER;
        };
    }
}
