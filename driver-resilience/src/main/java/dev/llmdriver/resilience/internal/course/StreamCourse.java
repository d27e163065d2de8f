package dev.llmdriver.resilience.internal.course;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.spi.AnswerSoFar;
import dev.llmdriver.spi.CallContext;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One stream, taken along its course until its first content. Events pass straight from the engine to the subscriber; everything else
 * (demand, failures, ends of waits, cancel) is noted and dealt with by one thread at a time, so that signals stay serial. Rule numbers
 * are those of the Reactive Streams specification.
 *
 * @param <E> what is run
 */
public final class StreamCourse<E> implements Flow.Subscription, AnswerSoFar {
    private final Course<E> course;
    private final BiFunction<E, CallContext, Flow.Publisher<ChatEvent>> source;
    private final Flow.Subscriber<? super ChatEvent> subscriber;

    /** Notes not dealt with yet. Starts at one, so that nothing happens while onSubscribe runs (1.3). */
    private final AtomicInteger notes = new AtomicInteger(1);

    private final AtomicLong newDemand = new AtomicLong();
    private final AtomicReference<@Nullable Step<E>> due = new AtomicReference<>();
    private volatile long badDemand;
    private volatile boolean cancelled;
    private volatile boolean done;
    private volatile @Nullable Exchange current;
    /** Of the newest exchange, also once that is over. Those before it had no content. */
    private volatile AnswerSoFar answer = NOTHING;

    // Touched by the thread that deals with the notes only.
    private long outstanding;
    private ChatEvent.@Nullable Waiting waiting;
    private @Nullable CompletableFuture<Step<E>> wait;

    private StreamCourse(
            Course<E> course,
            BiFunction<E, CallContext, Flow.Publisher<ChatEvent>> source,
            Flow.Subscriber<? super ChatEvent> subscriber) {
        this.course = course;
        this.source = source;
        this.subscriber = subscriber;
    }

    /** Begins a course. */
    public static <E> void start(
            Course<E> course,
            BiFunction<E, CallContext, Flow.Publisher<ChatEvent>> source,
            Flow.Subscriber<? super ChatEvent> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber"); // 1.9
        StreamCourse<E> walk = new StreamCourse<>(course, source, subscriber);
        subscriber.onSubscribe(walk);
        try {
            walk.begin();
        } catch (RuntimeException | Error thrown) {
            walk.cancelled = true;
            throw thrown;
        } finally {
            walk.dealWithNotes();
        }
    }

    /** Not a note like others: what begins once is kept away from the path that all demand takes, or both are compiled as one. */
    private void begin() {
        if (!cancelled) {
            take(course.begin());
        }
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

    @Override
    public PartialAnswer soFar() {
        return answer.soFar();
    }

    private void note() {
        if (notes.getAndIncrement() == 0) {
            dealWithNotes();
        }
    }

    private void dealWithNotes() {
        int seen = notes.get();
        try {
            while (seen != 0) {
                if (!done) {
                    step();
                }
                seen = notes.addAndGet(-seen);
            }
        } finally {
            if (seen != 0) { // the subscriber threw, which counts as a cancel (2.13)
                cancelled = true;
                dealWithNotes();
            }
        }
    }

    private void step() {
        if (cancelled) {
            release();
            return;
        }
        outstanding = sum(outstanding, newDemand.getAndSet(0));
        Exchange running = current;
        if (running != null && running.failure != null) {
            failed(running, running.failure);
        }
        takeWhatIsDue();
        emitWaiting();
        passDemand();
    }

    private void takeWhatIsDue() {
        Step<E> next = due.getAndSet(null);
        while (next != null && !done) {
            waiting = null;
            wait = null;
            take(next);
            next = due.getAndSet(null);
        }
    }

    private void release() {
        done = true;
        Exchange running = current;
        current = null;
        try {
            if (running != null) {
                running.cancel();
            }
            if (wait != null) {
                wait.cancel(true);
            }
        } finally {
            course.ended(false);
        }
    }

    private void take(Step<E> step) {
        if (step instanceof Step.Run<E> run) {
            subscribe(run);
        } else if (step instanceof Step.Wait<E> pause) {
            waitFor(pause);
        } else if (step instanceof Step.Fail<E> fail) {
            end(Courses.complete(course, fail.failure()));
        }
    }

    private void subscribe(Step.Run<E> run) {
        Exchange next = new Exchange();
        current = next;
        try {
            source.apply(run.target(), run.call()).subscribe(next);
        } catch (Throwable thrown) { // errors too: nobody else would end the stream
            next.onError(thrown);
        }
    }

    private void failed(Exchange failed, Throwable thrown) {
        current = null;
        outstanding = outstanding == Long.MAX_VALUE ? outstanding : outstanding - failed.delivered;
        if (thrown instanceof IllegalArgumentException) {
            end(thrown); // the engine's answer to a demand that 3.9 forbids
        } else {
            take(Courses.after(course, LlmException.of(thrown)));
        }
    }

    private void waitFor(Step.Wait<E> pause) {
        course.call().waiting(pause.event());
        waiting = pause.event();
        wait = pause.next();
        CompletionStage<Step<E>> over = pause.next();
        over.whenComplete((next, thrown) -> {
            due.set(Courses.woken(course, next, thrown));
            note();
        });
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
        Exchange running = current;
        if (running != null) {
            running.request();
        } else if (badDemand != 0 && !done) {
            release();
            end(new IllegalArgumentException("3.9: demand must be more than zero, but was " + (badDemand + 1)));
        }
    }

    private void end(Throwable failure) {
        done = true;
        course.ended(false);
        subscriber.onError(failure);
    }

    private static long sum(long one, long other) {
        return one + other < 0 ? Long.MAX_VALUE : one + other;
    }

    /** Listens to one run. What comes after its end is ignored. */
    private final class Exchange implements Flow.Subscriber<ChatEvent> {
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
            answer = AnswerSoFar.of(given);
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
            answer.add(event);
            if (!committed && event.isContent()) {
                committed = true;
                course.call().commit();
                course.responding();
            }
            try {
                subscriber.onNext(event);
            } catch (RuntimeException | Error thrown) {
                StreamCourse.this.cancel();
                throw thrown;
            }
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
                course.ended(true);
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
