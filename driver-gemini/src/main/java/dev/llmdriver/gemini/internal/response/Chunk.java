package dev.llmdriver.gemini.internal.response;

import dev.llmdriver.Usage;
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

    /** The last report of tokens, if this one has any. */
    @Nullable
    Usage usage;

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
        usage = null;
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

    boolean isAnswer() {
        return hasCandidates || hasPromptFeedback || usage != null || model != null || id != null;
    }
}
