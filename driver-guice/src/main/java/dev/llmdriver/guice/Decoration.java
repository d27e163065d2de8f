package dev.llmdriver.guice;

import dev.llmdriver.resilience.Resilience;
import dev.llmdriver.spi.ChatEngine;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A decorator of all chat models and its place, see {@link dev.llmdriver.client.LlmClientBuilder#decorate}.
 *
 * @param slot the place
 * @param decorator called once for each model
 */
public record Decoration(Resilience.Slot slot, UnaryOperator<ChatEngine> decorator) {
    /** Checks that nothing is missing. */
    public Decoration {
        Objects.requireNonNull(slot, "slot");
        Objects.requireNonNull(decorator, "decorator");
    }
}
