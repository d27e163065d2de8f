package dev.llmdriver.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream;
import dev.llmdriver.spi.Blocking;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The user's face over an engine's stream. It only deals with claims; what happens afterwards is the {@link EventRelay}'s.
 */
final class EngineChatStream implements ChatStream {
    private static final AtomicReferenceFieldUpdater<EngineChatStream, @Nullable EventRelay> CLAIM =
            AtomicReferenceFieldUpdater.newUpdater(EngineChatStream.class, EventRelay.class, "claim");

    private final StreamCall call;
    private final Executor callbackExecutor;
    /** Never handed out, so only the relay ends it. */
    private final CompletableFuture<ChatResponse> completion = new CompletableFuture<>();

    private volatile @Nullable EventRelay claim;

    EngineChatStream(StreamCall call, Executor callbackExecutor) {
        this.call = call;
        this.callbackExecutor = callbackExecutor;
    }

    @Override
    public State state() {
        EventRelay relay = claim;
        return relay == null ? State.NEW : relay.state();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ChatEvent> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        PushRelay relay = new PushRelay(call, completion, callbackExecutor, subscriber);
        if (CLAIM.compareAndSet(this, null, relay)) {
            relay.start();
        } else {
            subscriber.onSubscribe(new NoSubscription());
            subscriber.onError(alreadyClaimed());
        }
    }

    @Override
    public Iterator<ChatEvent> iterator() {
        Blocking.guard("iterator", "subscribe");
        PullRelay relay = new PullRelay(call, completion);
        claim(relay);
        return relay;
    }

    @Override
    public Iterable<String> texts() {
        Iterator<ChatEvent> events = iterator();
        return () -> new TextIterator(events);
    }

    @Override
    public ChatResponse forEachText(Consumer<String> action) {
        Objects.requireNonNull(action, "action");
        Iterable<String> texts = texts();
        try {
            texts.forEach(action);
        } catch (Throwable thrown) { // only unchecked ones for the compiler, any for other languages
            cancel();
            throw thrown;
        }
        return await();
    }

    @Override
    public ChatResponse result() {
        Blocking.guard("result", "subscribe, or completion() of a stream that is consumed elsewhere");
        PushRelay drain = new PushRelay(call, completion, Runnable::run, new IgnoringSubscriber());
        if (CLAIM.compareAndSet(this, null, drain)) {
            drain.start();
        }
        return await();
    }

    private ChatResponse await() {
        return Blocking.await(completion, this::cancel);
    }

    @Override
    public CompletableFuture<ChatResponse> completion() {
        return Futures.follow(completion, callbackExecutor, this::cancel);
    }

    @Override
    public void cancel() {
        if (claim == null) {
            // A stream cancelled while NEW must not be claimed afterwards: a relay that never starts takes the place.
            CLAIM.compareAndSet(this, null, new PullRelay(call, completion));
        }
        Objects.requireNonNull(claim).cancel();
    }

    private void claim(EventRelay relay) {
        if (!CLAIM.compareAndSet(this, null, relay)) {
            throw alreadyClaimed();
        }
        relay.start();
    }

    private static IllegalStateException alreadyClaimed() {
        return new IllegalStateException(
                "this stream was already consumed or cancelled; ask the model for another one");
    }

    /** Only the texts of a stream's events. */
    private static final class TextIterator implements Iterator<String> {
        private final Iterator<ChatEvent> events;
        private @Nullable String next;

        TextIterator(Iterator<ChatEvent> events) {
            this.events = events;
        }

        @Override
        public boolean hasNext() {
            while (next == null && events.hasNext()) {
                if (events.next() instanceof ChatEvent.TextDelta delta) {
                    next = delta.text();
                }
            }
            return next != null;
        }

        @Override
        public String next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the stream has ended");
            }
            String text = Objects.requireNonNull(next);
            next = null;
            return text;
        }
    }

    private static final class NoSubscription implements Flow.Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }

    private static final class IgnoringSubscriber implements Flow.Subscriber<ChatEvent> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ChatEvent event) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
