package dev.llmdriver.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream;
import dev.llmdriver.spi.CallFuture;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The user's face over an engine's stream. It only deals with claims; what happens afterwards is the {@link EventRelay}'s.
 */
final class EngineChatStream implements ChatStream {
    private final Supplier<Flow.Publisher<ChatEvent>> source;
    private final Executor callbackExecutor;
    private final CallFuture<ChatResponse> completion = CallFuture.create(this::cancel);
    private final AtomicReference<@Nullable EventRelay> claim = new AtomicReference<>();

    EngineChatStream(Supplier<Flow.Publisher<ChatEvent>> source, Executor callbackExecutor) {
        this.source = source;
        this.callbackExecutor = callbackExecutor;
    }

    @Override
    public State state() {
        EventRelay relay = claim.get();
        return relay == null ? State.NEW : relay.state();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ChatEvent> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        PushRelay relay = new PushRelay(completion, callbackExecutor, subscriber);
        if (claim.compareAndSet(null, relay)) {
            relay.start(source);
        } else {
            subscriber.onSubscribe(new NoSubscription());
            subscriber.onError(alreadyClaimed());
        }
    }

    @Override
    public Iterator<ChatEvent> iterator() {
        Blocking.guard("iterator", "subscribe");
        PullRelay relay = new PullRelay(completion);
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
        } catch (RuntimeException | Error thrown) {
            cancel();
            throw thrown;
        }
        return Blocking.await(completion.copy());
    }

    @Override
    public ChatResponse result() {
        Blocking.guard("result", "completion");
        EventRelay drain = new PushRelay(completion, Runnable::run, new IgnoringSubscriber());
        if (claim.compareAndSet(null, drain)) {
            drain.start(source);
        }
        return Blocking.await(completion.copy());
    }

    @Override
    public CompletableFuture<ChatResponse> completion() {
        return completion.copy();
    }

    @Override
    public void cancel() {
        // A stream cancelled while NEW must not be claimed afterwards: a relay that never starts takes the place.
        EventRelay unused = new PullRelay(completion);
        if (claim.compareAndSet(null, unused)) {
            unused.cancel();
        } else {
            Objects.requireNonNull(claim.get()).cancel();
        }
    }

    private void claim(EventRelay relay) {
        if (!claim.compareAndSet(null, relay)) {
            throw alreadyClaimed();
        }
        relay.start(source);
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
