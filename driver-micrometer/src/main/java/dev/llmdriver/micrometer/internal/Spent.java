package dev.llmdriver.micrometer.internal;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.EmbeddingResponse;
import dev.llmdriver.Usage;
import java.util.Optional;

/**
 * What metrics want to know of an answer.
 *
 * @param model the provider's own name of the model; empty if it did not say
 * @param usage the tokens, if the provider counted them
 */
record Spent(String model, Optional<Usage> usage) {
    static Spent on(ChatResponse answer) {
        return new Spent(answer.servedModel().orElse(""), answer.usage());
    }

    static Spent on(EmbeddingResponse answer) {
        return new Spent(answer.servedModel().orElse(""), answer.usage());
    }
}
