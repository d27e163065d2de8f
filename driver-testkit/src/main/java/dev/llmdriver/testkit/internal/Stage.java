package dev.llmdriver.testkit.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Turns each step of a source into any number of steps, one at a time, so that nothing piles up. */
abstract class Stage implements Iterator<Step> {
    private final Iterator<? extends Step> source;
    private final Deque<Step> ready = new ArrayDeque<>();
    private boolean ended;

    Stage(Iterator<? extends Step> source) {
        this.source = source;
    }

    /** Takes one step and emits what becomes of it. */
    abstract void accept(Step step);

    /** Emits what follows the last step. */
    void end() {}

    final void emit(Step step) {
        ready.add(step);
    }

    final void emit(byte[] bytes) {
        if (bytes.length > 0) {
            ready.add(new Step.Bytes(bytes));
        }
    }

    @Override
    public final boolean hasNext() {
        while (ready.isEmpty() && !ended) {
            if (source.hasNext()) {
                accept(source.next());
            } else {
                ended = true;
                end();
            }
        }
        return !ready.isEmpty();
    }

    @Override
    public final Step next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }
}
