package dev.llmdriver.resilience.internal.cache;

import dev.llmdriver.ChatEvent;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Plays events to one subscriber, on the threads that ask for them, each made when it is due. Rule numbers are those of the Reactive
 * Streams specification.
 */
public final class ReplayStream implements Flow.Subscription {
    private final Iterator<Supplier<ChatEvent>> events;
    /** Null once the stream has ended or was cancelled (3.13). */
    private volatile Flow.@Nullable Subscriber<? super ChatEvent> subscriber;

    private final AtomicLong demand = new AtomicLong();
    private volatile long badDemand;

    /** Notes not dealt with yet. Starts at one, so that nothing happens while onSubscribe runs (1.3). */
    private final AtomicInteger notes = new AtomicInteger(1);

    private ReplayStream(List<Supplier<ChatEvent>> events, Flow.Subscriber<? super ChatEvent> subscriber) {
        this.events = events.iterator();
        this.subscriber = subscriber;
    }

    /** Begins to play. */
    public static void start(List<Supplier<ChatEvent>> events, Flow.Subscriber<? super ChatEvent> subscriber) {
        ReplayStream stream = new ReplayStream(events, subscriber);
        subscriber.onSubscribe(stream);
        stream.dealWithNotes();
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            badDemand = n - 1; // never zero, which means none
        } else {
            demand.getAndUpdate(before -> before + n < 0 ? Long.MAX_VALUE : before + n);
        }
        if (notes.getAndIncrement() == 0) {
            dealWithNotes();
        }
    }

    @Override
    public void cancel() {
        subscriber = null;
    }

    private void dealWithNotes() {
        int seen = notes.get();
        while (seen != 0) {
            play();
            seen = notes.addAndGet(-seen);
        }
    }

    private void play() {
        Flow.Subscriber<? super ChatEvent> listener = subscriber;
        while (listener != null && badDemand == 0 && events.hasNext() && demand.get() > 0) {
            demand.decrementAndGet();
            listener.onNext(events.next().get());
            listener = subscriber;
        }
        if (listener != null && badDemand != 0) {
            subscriber = null;
            listener.onError(
                    new IllegalArgumentException("3.9: demand must be more than zero, but was " + (badDemand + 1)));
        } else if (listener != null && !events.hasNext()) {
            subscriber = null;
            listener.onComplete();
        }
    }
}
