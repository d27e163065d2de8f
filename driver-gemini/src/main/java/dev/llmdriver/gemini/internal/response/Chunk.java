package dev.llmdriver.gemini.internal.response;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one {@code GenerateContentResponse} says, be it the whole answer or one of a stream; used anew for each. */
final class Chunk {
    final List<WirePart> parts = new ArrayList<>(2);
    boolean isError;
    boolean hasCandidate;
    boolean hasCandidates;
    boolean hasPromptFeedback;

    /** Whether it has a report of tokens, which its reader has. */
    boolean hasUsage;

    /** Whether there are citations or probabilities, which are rare and read from a tree. */
    boolean hasDetails;

    /** Whether some part has no type here, so that its JSON is wanted. */
    boolean hasOtherParts;

    @Nullable
    String finishReason;

    @Nullable
    String finishMessage;

    @Nullable
    String blockReason;

    @Nullable
    String blockMessage;

    @Nullable
    String model;

    @Nullable
    String id;

    @Nullable
    String unknownField;

    void clear() {
        parts.clear();
        isError = false;
        hasCandidate = false;
        hasCandidates = false;
        hasPromptFeedback = false;
        hasUsage = false;
        hasDetails = false;
        hasOtherParts = false;
        finishReason = null;
        finishMessage = null;
        blockReason = null;
        blockMessage = null;
        model = null;
        id = null;
        unknownField = null;
    }

    /** {@return whether the first part is a text, in whose place this one is now} The old one may be waiting for its turn. */
    boolean refreshText(String text) {
        if (parts.isEmpty() || parts.get(0).text == null || parts.get(0).isCall) {
            return false;
        }
        parts.set(0, parts.get(0).with(text));
        return true;
    }

    boolean isAnswer() {
        return hasCandidates || hasPromptFeedback || hasUsage || model != null || id != null;
    }
}
