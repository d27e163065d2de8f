package dev.llmdriver.examples.codeagent;

import java.time.Duration;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;

/** Rhino with a clock: what takes longer than its time ends. */
final class TimedContexts extends ContextFactory {
    private static final int INSTRUCTIONS_BETWEEN_LOOKS = 100_000;

    private final Duration limit;

    TimedContexts(Duration limit) {
        this.limit = limit;
    }

    @Override
    protected Context makeContext() {
        Context context = new Timed(this, System.nanoTime() + limit.toNanos());
        context.setLanguageVersion(Context.VERSION_ES6);
        // Interpreted, depth costs memory and no stack, and each instruction is counted.
        context.setInterpretedMode(true);
        context.setInstructionObserverThreshold(INSTRUCTIONS_BETWEEN_LOOKS);
        return context;
    }

    @Override
    protected void observeInstructionCount(Context context, int instructions) {
        if (context instanceof Timed timed && System.nanoTime() - timed.end > 0) {
            throw new Late();
        }
    }

    private static final class Timed extends Context {
        final long end;

        Timed(ContextFactory factory, long end) {
            super(factory);
            this.end = end;
        }
    }

    /** An error, for scripts catch exceptions. */
    static final class Late extends Error {
        private static final long serialVersionUID = 1L;

        Late() {
            super("the time is up");
        }
    }
}
