package dev.llmdriver.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.Blocking;
import java.lang.invoke.VarHandle;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Hands events to a thread that waits for them. The window is refilled when that thread runs out of events. */
final class PullRelay extends EventRelay implements Iterator<ChatEvent> {
    private volatile @Nullable Thread waiting;
    private long underway;
    private @Nullable ChatEvent next;
    private boolean complete;
    private @Nullable LlmException failed;

    PullRelay(StreamCall call, CompletableFuture<ChatResponse> completion) {
        super(call, completion);
    }

    @Override
    void wakeUp() {
        VarHandle.fullFence(); // what was queued is seen by a reader that says that it waits after this look
        Thread reader = waiting;
        if (reader != null) {
            waiting = null;
            EventLoops.afterThisTurn(() -> LockSupport.unpark(reader));
        }
    }

    @Override
    public boolean hasNext() {
        if (failed != null) {
            throw failed.onThisStack(); // a stream that failed never looks complete, however often it is asked
        }
        if (next == null && !complete) {
            Blocking.guard("reading a stream", "subscribe");
            next = take();
        }
        return next != null;
    }

    @Override
    public ChatEvent next() {
        boolean found = hasNext();
        ChatEvent event = next;
        if (!found || event == null) {
            throw new NoSuchElementException("the stream has ended");
        }
        next = null;
        return event;
    }

    private @Nullable ChatEvent take() {
        while (!isCancelled()) {
            boolean wasEnded = hasEnded();
            ChatEvent event = queue.poll();
            if (event != null) {
                underway--;
                return event;
            }
            if (wasEnded) {
                return end();
            }
            waiting = Thread.currentThread(); // before the last look: whoever changes something after it wakes this
            // thread
            refill();
            pause();
            waiting = null;
        }
        throw fail(cancelledError());
    }

    private void refill() {
        if (underway == 0 && isReady()) {
            underway = WINDOW;
            requestUpstream(WINDOW);
        }
    }

    private void pause() {
        if (queue.isEmpty() && !hasEnded() && !isCancelled()) {
            LockSupport.park(this);
        }
        if (Thread.currentThread().isInterrupted()) {
            cancel("interrupted", "the reading thread was interrupted, so the stream was cancelled", null);
        }
    }

    private @Nullable ChatEvent end() {
        LlmException failure = settle();
        if (isCancelled()) {
            throw fail(cancelledError());
        }
        if (failure != null) {
            throw fail(failure);
        }
        complete = true;
        return null;
    }

    private LlmException fail(LlmException failure) {
        failed = failure;
        return failure.onThisStack();
    }
}
