package dev.llmdriver.client.tool;

import dev.llmdriver.ToolCall;

/**
 * What a running tool may know: the call that it serves, and whether its result is still wanted. A tool that is no longer wanted, for
 * the caller gave up or its time is over, is also interrupted. Thread-safe.
 */
public final class ToolContext {
    private final ToolCall call;
    private final int step;
    private final Cancellation cancellation;

    ToolContext(ToolCall call, int step, Cancellation cancellation) {
        this.call = call;
        this.step = step;
        this.cancellation = cancellation;
    }

    /** {@return the call as the model wrote it} */
    public ToolCall call() {
        return call;
    }

    /** {@return which answer of the model asked for it, counted from one} */
    public int step() {
        return step;
    }

    /** {@return whether the result is no longer wanted} */
    public boolean isCancelled() {
        return cancellation.isCancelled();
    }

    /** Runs an action, short and never blocking, as soon as the result is no longer wanted; at once if that is so already. */
    public void onCancel(Runnable action) {
        cancellation.onCancel(action);
    }

    @Override
    public String toString() {
        return "ToolContext[" + call + ", step " + step + (isCancelled() ? ", cancelled]" : "]");
    }
}
