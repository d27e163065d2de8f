package dev.llmdriver.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.LlmException;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands events to a subscriber on the callback executor: one task per batch, never two at once. Rule numbers are those of the
 * Reactive Streams specification.
 */
final class PushRelay extends EventRelay implements Flow.Subscription {
    private static final AtomicLongFieldUpdater<PushRelay> DEMAND =
            AtomicLongFieldUpdater.newUpdater(PushRelay.class, "demand");
    private static final AtomicIntegerFieldUpdater<PushRelay> WORK =
            AtomicIntegerFieldUpdater.newUpdater(PushRelay.class, "work");

    private final Executor executor;
    private volatile long demand;
    /** Signals not dealt with yet. Starts at one, so that nothing is delivered while onSubscribe runs (1.3). */
    private volatile int work = 1;

    private volatile @Nullable IllegalArgumentException badRequest;

    // Touched only by whoever has made work more than zero.
    private Flow.@Nullable Subscriber<? super ChatEvent> subscriber;
    /** Asked of the engine and not delivered yet. */
    private long underway;

    PushRelay(
            StreamCall call,
            CompletableFuture<ChatResponse> completion,
            Executor executor,
            Flow.Subscriber<? super ChatEvent> subscriber) {
        super(call, completion);
        this.executor = executor;
        this.subscriber = subscriber;
    }

    @Override
    void start() {
        signal("onSubscribe", target -> target.onSubscribe(this)); // 1.9: before anything else
        if (!isCancelled()) {
            super.start();
        }
        execute(); // what was held back until here, see the initial value of work
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            badRequest = new IllegalArgumentException("3.9: demand must be more than zero, but was " + n);
        } else {
            DEMAND.getAndUpdate(this, now -> now + n < 0 ? Long.MAX_VALUE : now + n);
        }
        wakeUp();
    }

    /** One task for all that an event loop reads in one turn: a thread woken by the first event would be woken for each. */
    @Override
    void wakeUp() {
        if (WORK.getAndIncrement(this) == 0) {
            EventLoops.afterThisTurn(this::execute);
        }
    }

    private void execute() {
        try {
            executor.execute(this::drain);
        } catch (Throwable rejected) { // a pool that gets no thread throws an error
            // Work stays above zero, so this thread is the last one to deliver anything.
            if (cancel("executor", "the callback executor refused the stream's events; is it shut down?", rejected)) {
                endWith(target -> target.onError(cancelledError()));
            }
        }
    }

    private void drain() {
        int seen = work;
        while (seen != 0) {
            deliver();
            seen = WORK.addAndGet(this, -seen);
        }
    }

    private void deliver() {
        IllegalArgumentException bad = badRequest;
        if (bad != null && cancel("callback", "the subscriber broke a rule, so its stream was cancelled", bad)) {
            endWith(target -> target.onError(bad));
        }
        long wanted = demand;
        long delivered = 0;
        while (delivered < wanted && subscriber != null && !isCancelled()) {
            ChatEvent event = queue.poll();
            if (event == null) {
                break;
            }
            delivered++;
            next(subscriber, event);
        }
        afterBatch(delivered);
    }

    private void next(Flow.Subscriber<? super ChatEvent> target, ChatEvent event) {
        try {
            target.onNext(event);
        } catch (Throwable thrown) { // also checked ones, which other languages on the JVM let through
            broken("onNext", thrown);
        }
    }

    private void afterBatch(long delivered) {
        underway -= delivered;
        long left = demand == Long.MAX_VALUE ? Long.MAX_VALUE : DEMAND.addAndGet(this, -delivered);
        if (isCancelled()) {
            subscriber = null; // 3.13: the subscriber may be collected
        } else if (subscriber == null) {
            return;
        } else if (hasEnded() && queue.isEmpty()) {
            finish();
        } else if (isReady()) {
            replenish(left);
        }
    }

    private void replenish(long left) {
        long more = Math.min(left, WINDOW) - underway;
        // Small demands pass at once; large ones in halves of the window, so that the engine is not asked for each
        // event.
        if (more > 0 && (left <= WINDOW || more >= WINDOW / 2)) {
            underway += more;
            requestUpstream(more);
        }
    }

    private void finish() {
        LlmException failure = settle();
        if (isCancelled()) {
            subscriber = null; // 2.8 allows a signal, but a caller that gave up hears nothing more
        } else if (failure == null) {
            endWith(Flow.Subscriber::onComplete);
        } else {
            endWith(target -> target.onError(failure));
        }
    }

    private void endWith(Consumer<Flow.Subscriber<? super ChatEvent>> last) {
        signal("last signal", last);
        subscriber = null;
    }

    /** 2.13: a subscriber must not throw. If it does, that is said once in the log, and its stream is cancelled. */
    private void signal(String name, Consumer<Flow.Subscriber<? super ChatEvent>> signal) {
        Flow.Subscriber<? super ChatEvent> target = subscriber;
        if (target == null) {
            return;
        }
        try {
            signal.accept(target);
        } catch (Throwable thrown) {
            broken(name, thrown);
        }
    }

    private void broken(String name, Throwable thrown) {
        LOG.log(Level.WARNING, "a subscriber's " + name + " threw; its stream ends here", thrown);
        cancel("callback", "the subscriber threw, so its stream was cancelled; see the cause", thrown);
    }
}
