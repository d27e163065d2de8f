package dev.llmdriver.huggingface.replay;

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
     */
    record Answer(
            String text,
            String reasoning,
            List<Call> calls,
            @Nullable Counters usage,
            String finish,
            String finishWord,
            String id,
            String model)
            implements Outcome {}

    /**
     * A tool call.
     *
     * @param id empty where the wire has none of use and the driver makes one up
     * @param name the tool's
     * @param arguments as written
     */
    record Call(String id, String name, String arguments) {}

    /** Tokens; null is absent. */
    record Counters(
            @Nullable Long input,
            @Nullable Long output,
            @Nullable Long cached,
            @Nullable Long reasoning,
            @Nullable Long total) {}

    /**
     * An error.
     *
     * @param status of HTTP
     * @param kinds the kinds that it may be given; one where body and status leave no doubt
     */
    record Failure(int status, Set<String> kinds) implements Outcome {}
}
