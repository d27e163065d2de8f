package dev.llmdriver.huggingface.internal.response;

import dev.llmdriver.TokenLogprob;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one choice of a message or chunk says; used anew for each chunk, so that the hot path makes no garbage of it. */
final class Choice {
    int index;

    private final Pieces text = new Pieces();
    private final Pieces reasoning = new Pieces();
    String reasoningField = "";
    boolean refused;

    @Nullable
    String finishReason;

    final List<CallFragment> calls = new ArrayList<>();
    final List<TokenLogprob> logprobs = new ArrayList<>();

    void clear() {
        index = 0;
        clearMessage();
        finishReason = null;
        logprobs.clear();
    }

    void clearMessage() {
        text.clear();
        reasoning.clear();
        refused = false;
        calls.clear();
    }

    void addText(String more) {
        text.add(more);
    }

    /** {@return whether there is a text, in whose place this one is now} Not in that of a refusal, which comes from another field. */
    boolean refreshText(String piece) {
        return !refused && text.refresh(piece);
    }

    /** {@return whether there is reasoning, in whose place this is now} An empty one would decide about no field. */
    boolean refreshReasoning(String piece) {
        return !piece.isEmpty() && reasoning.refresh(piece);
    }

    /** {@return the text; null if there is none} */
    @Nullable
    String text() {
        return text.joined();
    }

    /** {@return the reasoning; null if there is none} */
    @Nullable
    String reasoning() {
        return reasoning.joined();
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
        if (reasoning.isEmpty() && !more.isEmpty()) {
            reasoningField = field;
        }
        if (!more.isEmpty() && reasoningField.equals(field)) {
            reasoning.add(more);
        }
    }
}
