package dev.llmdriver.resilience.internal.gate;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.resilience.internal.course.Cancellation;
import dev.llmdriver.spi.AnswerSoFar;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallFuture;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One stream behind a gate. Events pass straight from the engine to the subscriber; everything else (demand, waits, the gate's word)
 * is noted and dealt with by one thread at a time, so that signals stay serial. A cancel goes straight to what is being done, and
 * is noted besides, so that the pass is not given back while the request may still be leaving. Rule numbers are those of the
 * Reactive Streams specification.
 */
final class GatedStream implements Flow.Subscriber<ChatEvent>, Flow.Subscription, AnswerSoFar {
    private final GatedEngine engine;
    private final ChatRequest request;
    private final CallContext call;
    private final Flow.Subscriber<? super ChatEvent> subscriber;
    private final Cancellation cancellation = new Cancellation();

    /** Notes not dealt with yet. Starts at one, so that nothing happens while onSubscribe runs (1.3). */
    private final AtomicInteger notes = new AtomicInteger(1);

    private final AtomicLong newDemand = new AtomicLong();
    private volatile long badDemand;
    private volatile ChatEvent.@Nullable Waiting waiting;
    private volatile @Nullable Ticket ticket;
    private volatile @Nullable Throwable refusal;
    private volatile Flow.@Nullable Subscription upstream;
    private volatile AnswerSoFar answer = NOTHING;

    /** Touched by the engine's thread only. */
    private boolean responding;

    // Touched by the thread that deals with the notes only.
    private @Nullable Entrance entrance;
    private boolean subscribed;
    private boolean done;
    private long outstanding;

    private GatedStream(
            GatedEngine engine, ChatRequest request, CallContext call, Flow.Subscriber<? super ChatEvent> subscriber) {
        this.engine = engine;
        this.request = request;
        this.call = call;
        this.subscriber = Objects.requireNonNull(subscriber, "subscriber"); // 1.9
    }

    static void start(
            GatedEngine engine, ChatRequest request, CallContext call, Flow.Subscriber<? super ChatEvent> subscriber) {
        GatedStream stream = new GatedStream(engine, request, call, subscriber);
        subscriber.onSubscribe(stream);
        stream.dealWithNotes();
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
        try {
            cancellation.cancel();
        } finally {
            note();
        }
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
                step();
                seen = notes.addAndGet(-seen);
            }
        } finally {
            if (seen != 0) { // the subscriber threw, which counts as a cancel (2.13)
                cancellation.cancel();
                dealWithNotes();
            }
        }
    }

    private void step() {
        if (cancellation.isCancelled()) {
            giveBack();
        } else if (!done) {
            outstanding = sum(outstanding, newDemand.getAndSet(0));
            proceed();
            passDemand();
        }
    }

    private void giveBack() {
        Ticket taken = ticket;
        if (taken != null) {
            taken.cancelled();
        }
    }

    private void proceed() {
        Throwable refused = refusal;
        if (entrance == null) {
            enter();
        } else if (refused != null) {
            end(LlmException.of(refused));
        } else if (ticket == null) {
            emitWaiting();
        } else if (!subscribed) {
            subscribed = true;
            leave(entrance);
        }
    }

    private void enter() {
        Entrance opened = Entrance.at(engine.gate(), engine.ask(request, call, this::waits));
        entrance = opened;
        CompletableFuture<Gate.Pass> entering = opened.enter();
        cancellation.set(() -> entering.cancel(true));
        CompletionStage<Gate.Pass> entered = entering;
        entered.whenComplete(this::entered);
    }

    private void waits(ChatEvent.Waiting event) {
        call.waiting(event);
        waiting = event;
        note();
    }

    private void entered(Gate.@Nullable Pass pass, @Nullable Throwable thrown) {
        if (pass == null) {
            refusal = thrown;
        } else {
            ticket = new Ticket(pass, call);
        }
        note();
    }

    /** A wait that nobody asked to hear of until it was over is not told. */
    private void emitWaiting() {
        ChatEvent.Waiting event = waiting;
        if (event != null && outstanding > 0) {
            waiting = null;
            outstanding = outstanding == Long.MAX_VALUE ? outstanding : outstanding - 1;
            subscriber.onNext(event);
        }
    }

    private void leave(Entrance passed) {
        Optional<LlmException> late = passed.tooLate();
        if (late.isPresent()) {
            admitted().failed(late.get());
            end(late.get());
        } else {
            subscribe(passed.passed());
        }
    }

    private void subscribe(CallContext attempt) {
        try {
            engine.next().stream(request, attempt).subscribe(this);
        } catch (Throwable thrown) { // errors too: nobody else would end the stream
            if (cancellation.isCancelled()) {
                throw thrown; // it was the subscriber that threw
            }
            onError(thrown);
        }
    }

    private void passDemand() {
        Flow.Subscription known = upstream;
        if (known != null) {
            long more = outstanding;
            outstanding = 0;
            if (more > 0) {
                known.request(more);
            }
            if (badDemand != 0) {
                known.request(badDemand + 1); // the engine fails the stream, in order with its events
            }
        } else if (badDemand != 0 && !subscribed && !done) {
            cancellation.cancel();
            end(new IllegalArgumentException("3.9: demand must be more than zero, but was " + (badDemand + 1)));
        }
    }

    private void end(Throwable failure) {
        done = true;
        subscriber.onError(failure);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        Objects.requireNonNull(given, "subscription");
        if (upstream != null) {
            given.cancel(); // 2.5
            return;
        }
        answer = AnswerSoFar.of(given);
        upstream = given;
        cancellation.set(given::cancel);
        note();
    }

    @Override
    public void onNext(ChatEvent event) {
        if (!responding && event.isContent()) {
            responding = true;
            admitted().responding();
        }
        if (event instanceof ChatEvent.Finished finished) {
            admitted().answered(finished.response().usage());
        }
        answer.add(event);
        try {
            subscriber.onNext(event);
        } catch (RuntimeException | Error thrown) {
            cancel();
            throw thrown;
        }
    }

    @Override
    public void onError(Throwable thrown) {
        // What 3.9 forbids is the subscriber's fault, which is a way to give up.
        admitted().failed(thrown instanceof IllegalArgumentException ? CallFuture.cancelled() : thrown);
        if (!cancellation.isCancelled()) {
            subscriber.onError(thrown);
        }
    }

    @Override
    public void onComplete() {
        admitted().answered(Optional.empty());
        subscriber.onComplete();
    }

    /** Nobody was subscribed to before the gate let through. */
    private Ticket admitted() {
        return Objects.requireNonNull(ticket, "ticket");
    }

    private static long sum(long one, long other) {
        return one + other < 0 ? Long.MAX_VALUE : one + other;
    }
}
