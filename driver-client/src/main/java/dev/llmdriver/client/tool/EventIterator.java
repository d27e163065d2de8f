package dev.llmdriver.client.tool;

import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.Blocking;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Waits for events on the reader's own thread, asking for a few ahead. */
final class EventIterator implements Iterator<ToolEvent>, Flow.Subscriber<ToolEvent> {
    private static final int AHEAD = 32;

    private final BlockingQueue<Signal> queue = new LinkedBlockingQueue<>();
    private final Runnable cancel;
    private volatile Flow.@Nullable Subscription subscription;
    private @Nullable Signal next;

    EventIterator(Runnable cancel) {
        this.cancel = cancel;
    }

    private record Signal(
            @Nullable ToolEvent event, @Nullable LlmException failure) {}

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(AHEAD);
    }

    @Override
    public void onNext(ToolEvent event) {
        queue.add(new Signal(event, null));
    }

    @Override
    public void onError(Throwable failure) {
        queue.add(new Signal(null, LlmException.of(failure)));
    }

    @Override
    public void onComplete() {
        queue.add(new Signal(null, null));
    }

    @Override
    public boolean hasNext() {
        Signal signal = peek();
        if (signal.failure() != null) {
            throw signal.failure().onThisStack();
        }
        return signal.event() != null;
    }

    @Override
    public ToolEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the stream has ended");
        }
        ToolEvent event = Objects.requireNonNull(peek().event());
        next = null;
        Objects.requireNonNull(subscription).request(1);
        return event;
    }

    private Signal peek() {
        Signal known = next;
        if (known == null) {
            Blocking.guard("reading a stream", "subscribe"); // it may have been begun elsewhere
            known = take();
            next = known;
        }
        return known;
    }

    private Signal take() {
        try {
            return queue.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            cancel.run();
            return new Signal(null, LlmException.of(interrupted));
        }
    }
}
