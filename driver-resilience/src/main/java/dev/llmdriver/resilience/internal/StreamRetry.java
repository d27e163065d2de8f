package dev.llmdriver.resilience.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.internal.Tries.Pause;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.Scheduler;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One stream, subscribed to anew until its first content. Events pass straight from the engine to the subscriber; everything else
 * (demand, failures, alarms, cancel) is noted and dealt with by one thread at a time, so that signals stay serial. Rule numbers are
 * those of the Reactive Streams specification.
 */
public final class StreamRetry implements Flow.Subscription {
    private final Function<CallContext, Flow.Publisher<ChatEvent>> source;
    private final Tries tries;
    private final Flow.Subscriber<? super ChatEvent> subscriber;

    /** Notes not dealt with yet. Starts at one, so that nothing happens while onSubscribe runs (1.3). */
    private final AtomicInteger notes = new AtomicInteger(1);

    private final AtomicLong newDemand = new AtomicLong();
    private volatile long badDemand;
    private volatile boolean cancelled;
    private volatile boolean due = true;
    private volatile boolean done;
    private volatile @Nullable Try current;

    // Touched by the thread that deals with the notes only.
    private long outstanding;
    private CallContext context;
    private ChatEvent.@Nullable Waiting waiting;
    private Scheduler.@Nullable Alarm alarm;

    private StreamRetry(
            Function<CallContext, Flow.Publisher<ChatEvent>> source,
            Tries tries,
            Flow.Subscriber<? super ChatEvent> subscriber) {
        this.source = source;
        this.tries = tries;
        this.subscriber = subscriber;
        this.context = tries.call();
    }

    /** Subscribes for the first time. */
    public static void start(
            Function<CallContext, Flow.Publisher<ChatEvent>> source,
            Tries tries,
            Flow.Subscriber<? super ChatEvent> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber"); // 1.9
        StreamRetry retry = new StreamRetry(source, tries, subscriber);
        subscriber.onSubscribe(retry);
        retry.dealWithNotes();
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            badDemand = n - 1; // never zero, which means none
        } else {
            newDemand.getAndUpdate(before -> sum(before, n));
        }
        note();
    }

    @Override
    public void cancel() {
        cancelled = true;
        note();
    }

    private void wakeUp() {
        due = true;
        note();
    }

    private void note() {
        if (notes.getAndIncrement() == 0) {
            dealWithNotes();
        }
    }

    private void dealWithNotes() {
        int seen = notes.get();
        while (seen != 0) {
            if (!done) {
                step();
            }
            seen = notes.addAndGet(-seen);
        }
    }

    private void step() {
        if (cancelled) {
            release();
            return;
        }
        outstanding = sum(outstanding, newDemand.getAndSet(0));
        Try running = current;
        if (running != null && running.failure != null) {
            failed(running, running.failure);
        }
        if (due) {
            due = false;
            waiting = null;
            subscribe();
        }
        emitWaiting();
        passDemand();
    }

    private void release() {
        done = true;
        Try running = current;
        current = null;
        if (running != null) {
            running.cancel();
        }
        if (alarm != null) {
            alarm.cancel();
        }
    }

    private void subscribe() {
        Try next = new Try();
        current = next;
        try {
            source.apply(context).subscribe(next);
        } catch (RuntimeException thrown) {
            next.onError(thrown);
        }
    }

    private void failed(Try failed, Throwable thrown) {
        current = null;
        outstanding = outstanding == Long.MAX_VALUE ? outstanding : outstanding - failed.delivered;
        if (thrown instanceof IllegalArgumentException) {
            end(thrown); // the engine's answer to a demand that 3.9 forbids
            return;
        }
        LlmException failure = LlmException.of(thrown);
        Optional<Pause> pause = tries.after(failure);
        if (pause.isPresent()) {
            waitFor(pause.get());
        } else {
            end(tries.complete(failure));
        }
    }

    private void waitFor(Pause pause) {
        context = tries.contextAfter(pause);
        waiting = tries.announce(pause);
        alarm = context.scheduler().schedule(pause.time(), this::wakeUp);
    }

    /** A wait that nobody asked to hear of until it was over is not told. */
    private void emitWaiting() {
        ChatEvent.Waiting event = waiting;
        if (event != null && outstanding > 0 && !done) {
            waiting = null;
            outstanding = outstanding == Long.MAX_VALUE ? outstanding : outstanding - 1;
            subscriber.onNext(event);
        }
    }

    private void passDemand() {
        Try running = current;
        if (running != null) {
            running.request();
        } else if (badDemand != 0 && !done) {
            release();
            end(new IllegalArgumentException("3.9: demand must be more than zero, but was " + (badDemand + 1)));
        }
    }

    private void end(Throwable failure) {
        done = true;
        subscriber.onError(failure);
    }

    private static long sum(long one, long other) {
        return one + other < 0 ? Long.MAX_VALUE : one + other;
    }

    /** Listens to one try. What comes after its end is ignored. */
    private final class Try implements Flow.Subscriber<ChatEvent> {
        private volatile Flow.@Nullable Subscription subscription;
        volatile @Nullable Throwable failure;
        /** Written by the engine's thread; read elsewhere only after the failure that follows. */
        private long delivered;

        private boolean committed;
        /** Touched by the thread that deals with the notes only. */
        private long requested;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            Objects.requireNonNull(given, "subscription");
            if (subscription != null) {
                given.cancel(); // 2.5
                return;
            }
            subscription = given;
            if (cancelled) {
                given.cancel();
            }
            note();
        }

        @Override
        public void onNext(ChatEvent event) {
            if (current != this) {
                return;
            }
            delivered++;
            if (!committed && event.isContent()) {
                committed = true;
                tries.call().commit();
            }
            subscriber.onNext(event);
        }

        @Override
        public void onError(Throwable thrown) {
            failure = Objects.requireNonNull(thrown, "thrown");
            note();
        }

        @Override
        public void onComplete() {
            if (current == this) {
                done = true;
                tries.answered();
                subscriber.onComplete();
            }
        }

        void request() {
            Flow.Subscription known = subscription;
            if (known == null) {
                return;
            }
            if (outstanding > requested) {
                long more = outstanding - requested;
                requested = outstanding;
                known.request(more);
            }
            if (badDemand != 0) {
                known.request(badDemand + 1); // the engine fails the stream, in order with its events
            }
        }

        void cancel() {
            Flow.Subscription known = subscription;
            if (known != null) {
                known.cancel();
            }
        }
    }
}
