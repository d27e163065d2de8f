package dev.llmdriver.huggingface.internal.response;

import dev.llmdriver.TokenLogprob;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one choice of a message or chunk says; used anew for each chunk, so that the hot path makes no garbage of it. */
final class Choice {
    int index;

    @Nullable
    String text;

    @Nullable
    String reasoning;

    String reasoningField = "";
    boolean refused;

    @Nullable
    String finishReason;

    final List<CallFragment> calls = new ArrayList<>();
    final List<TokenLogprob> logprobs = new ArrayList<>();

    void clear() {
        index = 0;
        text = null;
        reasoning = null;
        refused = false;
        finishReason = null;
        calls.clear();
        logprobs.clear();
    }

    void addText(String more) {
        text = text == null ? more : text.concat(more);
    }

    /** OpenAI's place for the words with which the model declines; they stand in the place of content. */
    void refuse(@Nullable String words) {
        if (words != null && !words.isEmpty()) {
            refused = true;
            addText(words);
        }
    }

    /** Some send an empty word on every chunk but the last, which must not pass for an end. */
    void finish(@Nullable String reason) {
        finishReason = reason == null || reason.isEmpty() ? null : reason;
    }

    /** The same thought may stand in two spellings at once; the first one counts. */
    void addReasoning(String field, String more) {
        if (reasoning != null) {
            reasoning = reasoningField.equals(field) ? reasoning.concat(more) : reasoning;
        } else if (!more.isEmpty()) {
            reasoning = more;
            reasoningField = field;
        }
    }
}
