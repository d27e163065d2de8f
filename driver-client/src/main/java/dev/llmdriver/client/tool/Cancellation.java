package dev.llmdriver.client.tool;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/** Somebody gave up, and those who want to know hear of it once. Thread-safe. */
final class Cancellation {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver");

    private final List<Runnable> actions = new ArrayList<>();
    private volatile boolean cancelled;
    private boolean ended;

    boolean isCancelled() {
        return cancelled;
    }

    /** Runs an action when it is cancelled; at once if it was. */
    void onCancel(Runnable action) {
        synchronized (actions) {
            if (!cancelled) {
                actions.add(action);
                return;
            }
        }
        run(action);
    }

    /** Gives up. Idempotent; does nothing after the end. */
    void cancel() {
        cancel(() -> {});
    }

    /** Gives up; those who want to know hear of it after this. */
    void cancel(Runnable first) {
        List<Runnable> all;
        synchronized (actions) {
            if (cancelled || ended) {
                return;
            }
            cancelled = true;
            all = List.copyOf(actions);
            actions.clear();
        }
        run(first);
        all.forEach(Cancellation::run);
    }

    /** {@return whether the end came first; from then on nobody can give up} */
    boolean end() {
        synchronized (actions) {
            ended = !cancelled;
            return ended;
        }
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (Throwable thrown) { // an error, too, or the others would not hear of it
            LOG.log(Level.WARNING, "an action on cancelling threw", thrown);
        }
    }
}
