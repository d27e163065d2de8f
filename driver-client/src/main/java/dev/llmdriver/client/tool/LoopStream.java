package dev.llmdriver.client.tool;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.spi.Blocking;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Deals with claims; what happens afterwards is the {@link ToolRelay}'s. */
final class LoopStream implements ToolStream {
    private final ToolRelay relay;
    private final AtomicBoolean claimed = new AtomicBoolean();

    LoopStream(ToolLoop loop, ChatRequest request) {
        this.relay = new ToolRelay(loop, request);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ToolEvent> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        if (claimed.compareAndSet(false, true)) {
            relay.start(subscriber);
        } else {
            subscriber.onSubscribe(new NoSubscription());
            subscriber.onError(alreadyClaimed());
        }
    }

    @Override
    public Iterator<ToolEvent> iterator() {
        Blocking.guard("iterator", "subscribe");
        claim();
        EventIterator events = new EventIterator(this::cancel);
        // A cancelled stream says nothing to its subscriber, but a waiting reader must go on.
        relay.completion().whenComplete((run, failure) -> {
            if (failure != null) {
                events.onError(failure);
            }
        });
        relay.start(events);
        return events;
    }

    @Override
    public ToolRun forEachText(Consumer<String> action) {
        Objects.requireNonNull(action, "action");
        Iterator<ToolEvent> events = iterator();
        try {
            while (events.hasNext()) {
                if (events.next() instanceof ToolEvent.Answering answering
                        && answering.event() instanceof ChatEvent.TextDelta delta) {
                    action.accept(delta.text());
                }
            }
        } catch (Throwable thrown) { // only unchecked ones for the compiler, any for other languages
            cancel();
            throw thrown;
        }
        return await();
    }

    @Override
    public ToolRun result() {
        Blocking.guard("result", "subscribe, or completion() of a stream that is consumed elsewhere");
        if (claimed.compareAndSet(false, true)) {
            relay.start(new Drain());
        }
        return await();
    }

    private ToolRun await() {
        return Blocking.await(relay.completion(), this::cancel);
    }

    @Override
    public CompletableFuture<ToolRun> completion() {
        return relay.completion();
    }

    @Override
    public void cancel() {
        claimed.set(true); // who gave it up does not want it afterwards either
        relay.cancel();
    }

    private void claim() {
        if (!claimed.compareAndSet(false, true)) {
            throw alreadyClaimed();
        }
    }

    private static IllegalStateException alreadyClaimed() {
        return new IllegalStateException("this stream was already consumed or cancelled; ask the loop for another one");
    }

    private static final class NoSubscription implements Flow.Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }

    private static final class Drain implements Flow.Subscriber<ToolEvent> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ToolEvent event) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
