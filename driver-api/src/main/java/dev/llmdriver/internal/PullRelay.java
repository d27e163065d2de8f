package dev.llmdriver.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallFuture;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Hands events to a thread that waits for them. The window is refilled when that thread runs out of events. */
final class PullRelay extends EventRelay implements Iterator<ChatEvent> {
    private volatile @Nullable Thread waiting;
    private long underway;
    private @Nullable ChatEvent next;
    private boolean done;

    PullRelay(CallFuture<ChatResponse> completion) {
        super(completion);
    }

    @Override
    void wakeUp() {
        LockSupport.unpark(waiting);
    }

    @Override
    public boolean hasNext() {
        if (next == null && !done) {
            Blocking.guard("reading a stream", "subscribe");
            next = take();
        }
        return next != null;
    }

    @Override
    public ChatEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the stream has ended");
        }
        ChatEvent event = next;
        next = null;
        if (event == null) {
            throw new NoSuchElementException("the stream has ended");
        }
        return event;
    }

    private @Nullable ChatEvent take() {
        waiting = Thread.currentThread();
        try {
            while (true) {
                if (isCancelled()) {
                    done = true;
                    throw cancelledError().onThisStack();
                }
                boolean wasEnded = ended;
                ChatEvent event = queue.poll();
                if (event != null) {
                    underway--;
                    return event;
                }
                if (wasEnded) {
                    return end();
                }
                refill();
                pause();
            }
        } finally {
            waiting = null;
        }
    }

    private void refill() {
        if (underway == 0 && isReady()) {
            underway = WINDOW;
            requestUpstream(WINDOW);
        }
    }

    private void pause() {
        if (queue.isEmpty() && !ended && !isCancelled()) {
            LockSupport.park(this);
        }
        if (Thread.currentThread().isInterrupted()) {
            cancel();
            done = true;
            throw LlmException.builder(
                            ErrorKind.CANCELLED, "the reading thread was interrupted, so the stream was cancelled")
                    .reason("interrupted")
                    .build();
        }
    }

    private @Nullable ChatEvent end() {
        done = true;
        Throwable failure = settle();
        if (failure != null) {
            throw LlmException.of(failure).onThisStack();
        }
        return null;
    }
}
