package dev.llmdriver.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import java.util.function.Predicate;

/** What a twin was told to answer, and what it was asked although nobody expected it. Thread-safe. */
final class Script {
    /** The behaviour of a twin that has nothing but its script. */
    static final Function<RecordedRequest, Reply> NOTHING = request -> {
        throw new AssertionError("nothing is scripted for " + request);
    };

    private final Deque<Rule> rules = new ConcurrentLinkedDeque<>();
    private final Deque<Function<RecordedRequest, Reply>> queue = new ArrayDeque<>();
    private final List<Throwable> faults = new ArrayList<>();
    private final Function<RecordedRequest, Reply> behaviour;

    Script(Function<RecordedRequest, Reply> behaviour) {
        this.behaviour = behaviour;
    }

    synchronized void enqueue(Function<RecordedRequest, Reply> once) {
        queue.add(once);
    }

    void on(Predicate<RecordedRequest> when, Function<RecordedRequest, Reply> then) {
        rules.addFirst(new Rule(when, then));
    }

    /** An answer is always found, or else a driver under test would hang and hide the cause. */
    Reply answer(RecordedRequest request) {
        try {
            return choose(request).apply(request);
        } catch (RuntimeException | AssertionError e) {
            synchronized (this) {
                faults.add(e);
            }
            return Reply.text(501, "The twin has no answer: " + e.getMessage());
        }
    }

    synchronized void assertUsed() {
        if (queue.isEmpty() && faults.isEmpty()) {
            return;
        }
        AssertionError error =
                new AssertionError(queue.size() + " scripted replies were never asked for; unexpected: " + faults);
        faults.forEach(error::addSuppressed);
        throw error;
    }

    private Function<RecordedRequest, Reply> choose(RecordedRequest request) {
        for (Rule rule : rules) {
            if (rule.when().test(request)) {
                return rule.then();
            }
        }
        synchronized (this) {
            return queue.isEmpty() ? behaviour : queue.remove();
        }
    }

    private record Rule(Predicate<RecordedRequest> when, Function<RecordedRequest, Reply> then) {}
}
