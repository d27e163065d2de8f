package dev.llmdriver.resilience.chain;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Two decorators, and a play that ends otherwise if they stand the other way round.
 *
 * @param scene the play, anew each time
 * @param outer the decorator that stands outside
 * @param inner the one that stands inside
 * @param right what becomes of it
 * @param wrong what would become of it
 */
record Order(
        Supplier<Scene> scene, Function<Parts, Part> outer, Function<Parts, Part> inner, String right, String wrong) {
    String play() {
        Scene fresh = scene.get();
        Parts parts = new Parts(fresh);
        return fresh.play(outer.apply(parts), inner.apply(parts));
    }

    String playSwapped() {
        Scene fresh = scene.get();
        Parts parts = new Parts(fresh);
        return fresh.playSwapped(outer.apply(parts), inner.apply(parts));
    }

    SlotPair slots() {
        Parts parts = new Parts(new Scene());
        return new SlotPair(outer.apply(parts).slot(), inner.apply(parts).slot());
    }

    @Override
    public String toString() {
        return slots().toString();
    }
}
