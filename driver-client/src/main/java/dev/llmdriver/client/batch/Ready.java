package dev.llmdriver.client.batch;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;

/** Outcomes that nobody has taken yet. Not thread-safe. */
abstract class Ready<T> {
    abstract void add(Outcome<T> outcome);

    abstract Collection<Outcome<T>> all();

    /** {@return whether one may be taken now, which is not so while an earlier one is missing} */
    abstract boolean hasNext();

    abstract Outcome<T> next();

    final boolean isEmpty() {
        return all().isEmpty();
    }

    final int size() {
        return all().size();
    }

    static <T> Ready<T> asTheyCome() {
        return new AsTheyCome<>();
    }

    static <T> Ready<T> inOrder() {
        return new InOrder<>();
    }

    private static final class AsTheyCome<T> extends Ready<T> {
        private final Queue<Outcome<T>> outcomes = new ArrayDeque<>();

        @Override
        void add(Outcome<T> outcome) {
            outcomes.add(outcome);
        }

        @Override
        Collection<Outcome<T>> all() {
            return outcomes;
        }

        @Override
        boolean hasNext() {
            return !outcomes.isEmpty();
        }

        @Override
        Outcome<T> next() {
            return outcomes.remove();
        }
    }

    private static final class InOrder<T> extends Ready<T> {
        private final Map<Long, Outcome<T>> outcomes = new HashMap<>();
        private long next;

        @Override
        void add(Outcome<T> outcome) {
            outcomes.put(outcome.number(), outcome);
        }

        @Override
        Collection<Outcome<T>> all() {
            return outcomes.values();
        }

        @Override
        boolean hasNext() {
            return outcomes.containsKey(next);
        }

        @Override
        Outcome<T> next() {
            Outcome<T> outcome = outcomes.remove(next);
            if (outcome == null) {
                throw new NoSuchElementException("outcome " + next + " is not there yet");
            }
            next++;
            return outcome;
        }
    }
}
