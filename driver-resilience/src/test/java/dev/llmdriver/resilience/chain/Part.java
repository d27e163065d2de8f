package dev.llmdriver.resilience.chain;

import dev.llmdriver.resilience.Resilience;
import dev.llmdriver.resilience.Resilience.Slot;
import dev.llmdriver.spi.ChatEngine;
import java.util.function.UnaryOperator;

/**
 * A decorator that has a place.
 *
 * @param slot its place
 * @param installed puts it there, as an application does
 */
record Part(Slot slot, UnaryOperator<Resilience.Builder> installed) {
    static Part of(Slot slot, UnaryOperator<ChatEngine> decorator) {
        return new Part(slot, builder -> builder.decorate(slot, decorator));
    }

    /** {@return a builder without anything, not even a deadline} */
    static Resilience.Builder bare() {
        return Resilience.builder().decorate(Slot.DEADLINE, UnaryOperator.identity());
    }

    /** {@return the same decorator, to be put anywhere} */
    UnaryOperator<ChatEngine> decorator() {
        Resilience alone = installed.apply(bare()).build();
        return alone::over;
    }
}
