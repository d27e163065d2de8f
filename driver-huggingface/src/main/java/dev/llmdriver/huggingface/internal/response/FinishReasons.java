package dev.llmdriver.huggingface.internal.response;

import dev.llmdriver.FinishReason;
import dev.llmdriver.FinishReason.Kind;
import dev.llmdriver.ToolCall;
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
     * @param calls the answer's tool calls
     * @param refused whether the model declined in the field for that, in which case the word is {@code stop}
     */
    static FinishReason of(@Nullable String raw, List<ToolCall> calls, boolean refused) {
        FinishReason plain = of(raw, calls);
        return refused && plain.kind() == Kind.STOP ? new FinishReason(Kind.CONTENT_FILTER, plain.raw()) : plain;
    }

    /**
     * Reads a word.
     *
     * @param raw the provider's word; null if it sent none
     * @param calls the answer's tool calls
     */
    public static FinishReason of(@Nullable String raw, List<ToolCall> calls) {
        String word = raw == null ? "" : raw;
        Kind kind = kind(word);
        if (kind == Kind.LENGTH && calls.stream().anyMatch(call -> !Arguments.isComplete(call.arguments()))) {
            return new FinishReason(Kind.LENGTH, word); // the last call was cut, so it must not run
        }
        if (!calls.isEmpty()) {
            return new FinishReason(Kind.TOOL_CALLS, word);
        }
        return new FinishReason(kind == Kind.TOOL_CALLS ? Kind.OTHER : kind, word);
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
