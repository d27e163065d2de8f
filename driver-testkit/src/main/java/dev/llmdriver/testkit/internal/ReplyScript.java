package dev.llmdriver.testkit.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Turns a plan into the bytes, waits and stops that go to the socket, lazily. */
final class ReplyScript {
    private ReplyScript() {}

    static Iterator<Step> of(ReplyPlan plan) {
        Iterator<Step> steps = body(plan);
        if (plan.limit() != null) {
            steps = new LimitStage(steps, plan.limit());
        }
        ReplyPlan.Split split = plan.split();
        if (split != null && !split.everywhere()) {
            steps = new SplitStage(steps, split);
        }
        if (!plan.raw()) {
            steps = new HeadStage(steps, plan);
        }
        return split != null && split.everywhere() ? new SplitStage(steps, split) : steps;
    }

    /** {@return how long the body would be if nothing cut it short} */
    static long bodyLength(ReplyPlan plan) {
        long length = 0;
        for (Iterator<Step> steps = body(plan); steps.hasNext(); ) {
            if (steps.next() instanceof Step.Bytes data) {
                length += data.bytes().length;
            }
        }
        return length;
    }

    private static Iterator<Step> body(ReplyPlan plan) {
        Iterator<Step> steps = new EncodeStage(new Flat(plan.steps().iterator()), plan);
        return plan.gzip() ? new GzipStage(steps) : steps;
    }

    /** Opens lazy steps one element at a time: a {@link Stage} would hold the whole of an endless one. */
    private static final class Flat implements Iterator<Step> {
        private final Deque<Iterator<? extends Step>> open = new ArrayDeque<>();

        Flat(Iterator<Step> steps) {
            open.push(steps);
        }

        @Override
        public boolean hasNext() {
            while (!open.isEmpty() && !open.peek().hasNext()) {
                open.pop();
            }
            return !open.isEmpty();
        }

        @Override
        public Step next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Step step = open.element().next();
            if (step instanceof Step.Lazy lazy) {
                open.push(lazy.steps().get());
                return new Step.Bytes(new byte[0]);
            }
            return step;
        }
    }
}
