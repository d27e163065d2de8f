package dev.llmdriver.ollama.internal.response;

import dev.llmdriver.FinishReason;
import dev.llmdriver.Warning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what Ollama does without a word: where a conversation is longer than the window, its oldest messages are left out (wire
 * page 11.5). Judged by what is known without asking: how long the prompt was, how many tokens of it were read, and the window if it
 * was set or seen.
 *
 * @param characters of all texts in the prompt
 * @param mayBeCut whether there is a message that Ollama may leave out: neither a system message nor the last one
 * @param window the window in tokens; 0 if unknown
 * @param maxTokens the most tokens of the answer; 0 if that was not set
 */
public record WindowCheck(long characters, boolean mayBeCut, long window, long maxTokens) {
    /** The smallest window that Ollama has ever had by default. */
    private static final long SMALLEST = 2048;

    /** No usual tokenizer makes fewer tokens of a text than one for so many characters. */
    private static final int CHARACTERS_PER_TOKEN = 8;

    /** Hardly any tokenizer makes more tokens of a text than one for so many characters. */
    private static final int CHARACTERS_PER_TOKEN_AT_LEAST = 2;

    private static final String REMEDY =
            "set options.num_ctx for a larger window, or truncate=false for an error in place of a cut prompt";

    /** Nothing is known, so nothing is told. */
    public static final WindowCheck NONE = new WindowCheck(0, false, 0, 0);

    /** {@return what is to be told of an answer} */
    List<Warning> warnings(@Nullable Long promptTokens, @Nullable Long outputTokens, FinishReason finish) {
        String told = told(promptTokens == null ? 0 : promptTokens, outputTokens == null ? 0 : outputTokens, finish);
        return told.isEmpty() ? List.of() : List.of(new Warning("context_window", "messages", told + "; " + REMEDY));
    }

    private String told(long read, long written, FinishReason finish) {
        long least = characters / CHARACTERS_PER_TOKEN;
        if (mayBeCut && window > 0 && least > window) {
            return "the prompt of " + characters + " characters cannot fit the window of " + window
                    + " tokens, so Ollama left its oldest messages out";
        }
        if (mayBeCut && read > 0 && least > read && characters / CHARACTERS_PER_TOKEN_AT_LEAST > smallestWindow()) {
            return "only " + read + " tokens were read of a prompt of " + characters
                    + " characters: Ollama left its oldest messages out, or (before 0.30) did not count what it had cached";
        }
        if (mayBeCut && window > 0 && read >= window - window / 20) {
            return "the prompt's " + read + " tokens fill the window of " + window
                    + ": older messages may have been left out, or will be next time";
        }
        boolean cut = finish.kind() == FinishReason.Kind.LENGTH && written > 0;
        if (cut && written < maxTokens) {
            return "the answer ends after " + written + " of at most " + maxTokens
                    + " tokens because the window was used up";
        }
        return "";
    }

    private long smallestWindow() {
        return window > 0 ? window : SMALLEST;
    }
}
