package dev.llmdriver.gemini.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What comes of an exchange, in words that neither the wire nor the driver owns. */
sealed interface Outcome {
    /**
     * A whole answer.
     *
     * @param text joined
     * @param reasoning joined
     * @param calls in order
     * @param usage null if the provider did not say
     * @param finish name of the kind
     * @param finishWord the provider's own word
     * @param id of the answer; empty if there is none
     * @param model the provider's name of it; empty if there is none
     * @param wayBack the parts as they must stand in the next request
     */
    record Answer(
            String text,
            String reasoning,
            List<Call> calls,
            @Nullable Counters usage,
            String finish,
            String finishWord,
            String id,
            String model,
            List<JsonNode> wayBack)
            implements Outcome {}

    /**
     * A tool call.
     *
     * @param id empty where the wire has none and the driver makes one up
     * @param name the tool's
     * @param arguments as a tree, for the wire's blanks are not the model's
     */
    record Call(String id, String name, JsonNode arguments) {}

    /** Tokens; the total may be absent. */
    record Counters(
            long input,
            long output,
            long cached,
            long reasoning,
            @Nullable Long total) {}

    /**
     * An error.
     *
     * @param kinds the kinds that it may be given; one where the body leaves no doubt
     */
    record Failure(Set<String> kinds) implements Outcome {}
}
