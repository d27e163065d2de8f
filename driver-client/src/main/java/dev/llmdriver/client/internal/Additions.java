package dev.llmdriver.client.internal;

import dev.llmdriver.resilience.FallbackPolicy;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.resilience.Resilience;
import dev.llmdriver.resilience.Resilience.Slot;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.EmbeddingEngine;
import dev.llmdriver.spi.Instrumentation;
import dev.llmdriver.spi.LimitGauge;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What an application adds by code, in the order in which it was added.
 *
 * @param instrumentations what watches
 * @param decorations decorators of its own
 * @param fallback when to go on to the next target
 * @param store who counts limits; empty for this process
 */
public record Additions(
        List<Instrumentation> instrumentations,
        List<Decoration> decorations,
        FallbackPolicy fallback,
        Optional<LimitStore> store) {
    /**
     * A decorator of the application's own.
     *
     * @param slot its place
     * @param decorator what is put around what is there already
     */
    public record Decoration(Slot slot, UnaryOperator<ChatEngine> decorator) {}

    /** Copies the lists. */
    public Additions {
        instrumentations = List.copyOf(instrumentations);
        decorations = List.copyOf(decorations);
    }

    /** Puts everything into its place, around what is there. */
    void addTo(Resilience.Builder parts) {
        for (Instrumentation each : instrumentations) {
            parts.around(Slot.CALL_METRICS, each::call);
            parts.around(Slot.OPERATION_METRICS, each::operation);
            parts.around(Slot.ATTEMPT_METRICS, each::attempt);
        }
        decorations.forEach(each -> parts.around(each.slot(), each.decorator()));
    }

    /** {@return an embedding engine watched as single requests and, with everything between, as operations} */
    EmbeddingEngine watched(EmbeddingEngine driver, UnaryOperator<EmbeddingEngine> between) {
        EmbeddingEngine attempts = driver;
        for (Instrumentation each : instrumentations) {
            attempts = each.attempt(attempts);
        }
        EmbeddingEngine operations = between.apply(attempts);
        for (Instrumentation each : instrumentations) {
            operations = each.operation(operations);
        }
        return operations;
    }

    /** Tells everybody who watches what tokens cost. */
    public void tell(Prices prices) {
        instrumentations.forEach(each -> each.prices(prices::of));
    }

    /** Tells everybody who watches of a limit. */
    void tell(LimitGauge gauge) {
        instrumentations.forEach(each -> each.limit(gauge));
    }

    /** Tells everybody who watches why a caller was refused. */
    void callerRefused(String reason) {
        instrumentations.forEach(each -> each.callerRefused(reason));
    }
}
