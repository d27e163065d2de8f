package dev.llmdriver.http.internal;

import io.netty.util.concurrent.SingleThreadEventExecutor;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a caller that was just answered run before its event loop goes to sleep. Where both share a processor, the caller's next call then
 * comes while the loop is awake, and the system need not wake it, which costs a fifth of such a call's CPU
 * (docs/adr/0016-a-loop-yields-before-it-sleeps.md).
 */
final class LoopYield {
    private final ContextInternal context;
    private final @Nullable SingleThreadEventExecutor loop;
    private final Runnable yield;
    private final LongSupplier nanoClock;

    /** Whether the loop will look for tasks once more before it sleeps. */
    private volatile boolean awake;

    private final YieldPolicy policy = new YieldPolicy(); // used on the event loop only

    /**
     * Makes one for an event loop.
     *
     * @param context of the loop; on a loop that does not tell how many tasks wait, nothing is ever yielded
     * @param yield lets other threads run
     * @param nanoClock the time in nanoseconds, from any origin
     */
    LoopYield(ContextInternal context, Runnable yield, LongSupplier nanoClock) {
        this.context = context;
        this.loop = context.nettyEventLoop() instanceof SingleThreadEventExecutor known ? known : null;
        this.yield = yield;
        this.nanoClock = nanoClock;
    }

    /**
     * Runs a task on the event loop, later; may be called on any thread.
     *
     * @throws RejectedExecutionException if the loop is closed
     */
    void post(Runnable task) {
        if (loop == null || !awake) {
            context.runOnContext(unused -> task.run());
            return;
        }
        loop.lazyExecute(() -> context.dispatch(task)); // which wakes nobody
        if (!awake) { // it may have looked before the task was there
            wake(loop);
        }
    }

    private static void wake(SingleThreadEventExecutor loop) {
        try {
            loop.execute(() -> {});
        } catch (RejectedExecutionException closing) { // a loop that closes is not asleep, and runs what it took
        }
    }

    /**
     * Yields once this turn of the event loop is over; called on it, when a caller was answered. Who is woken may run before that, on another
     * processor or because the system prefers him: what he asks wakes nobody either.
     */
    void afterThisTurn() {
        if (loop != null && policy.mayHelp()) {
            SingleThreadEventExecutor here = loop;
            here.execute(() -> endTurn(here));
            awake = true; // not before that: a loop that closes refuses
        }
    }

    private void endTurn(SingleThreadEventExecutor here) {
        try {
            if (here.pendingTasks() == 0) { // or it will not sleep now
                pause(here);
            }
        } finally {
            awake = false; // before the look that follows, as post looks here after it has added its task
        }
    }

    private void pause(SingleThreadEventExecutor here) {
        long begin = nanoClock.getAsLong();
        if (policy.isTooSoon(begin)) {
            return;
        }
        awake = true; // of several that end one turn, the one before has said otherwise
        yield.run();
        policy.yielded(begin, nanoClock.getAsLong() - begin, here.pendingTasks() > 0);
    }
}
