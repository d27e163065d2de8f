package dev.llmdriver.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.spi.CallFuture;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands events to a subscriber on the callback executor: one task per batch, never two at once. Rule numbers are those of the
 * Reactive Streams specification.
 */
final class PushRelay extends EventRelay implements Flow.Subscription {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver");

    private final Executor executor;
    private final Flow.Subscriber<? super ChatEvent> subscriber;
    private final AtomicLong demand = new AtomicLong();
    /** Signals not dealt with yet. Starts at one, so that nothing is delivered while onSubscribe runs (1.3). */
    private final AtomicInteger work = new AtomicInteger(1);
    /** Asked of the engine and not delivered yet; touched by the draining thread only. */
    private long underway;

    private boolean done;
    private volatile @Nullable IllegalArgumentException badRequest;

    PushRelay(CallFuture<ChatResponse> completion, Executor executor, Flow.Subscriber<? super ChatEvent> subscriber) {
        super(completion);
        this.executor = executor;
        this.subscriber = subscriber;
    }

    @Override
    void start(Supplier<Flow.Publisher<ChatEvent>> source) {
        subscriber.onSubscribe(this); // 1.9: before anything else
        if (!isCancelled()) {
            super.start(source);
        }
        execute(); // what was held back until here, see the initial value of work
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            badRequest = new IllegalArgumentException("3.9: demand must be more than zero, but was " + n);
        } else {
            demand.getAndUpdate(now -> now + n < 0 ? Long.MAX_VALUE : now + n);
        }
        wakeUp();
    }

    @Override
    void wakeUp() {
        if (work.getAndIncrement() == 0) {
            execute();
        }
    }

    private void execute() {
        try {
            executor.execute(this::drain);
        } catch (RejectedExecutionException rejected) {
            cancelAfter(rejected);
        }
    }

    private void drain() {
        int seen = work.get();
        while (seen != 0) {
            if (!done) {
                deliver();
            }
            seen = work.addAndGet(-seen);
        }
    }

    private void deliver() {
        if (badRequest != null) {
            done = true;
            fail(badRequest);
            return;
        }
        long wanted = demand.get();
        long delivered = 0;
        while (delivered < wanted && !isCancelled()) {
            ChatEvent event = queue.poll();
            if (event == null) {
                break;
            }
            delivered++;
            if (!pass(event)) {
                return;
            }
        }
        afterBatch(delivered);
    }

    private boolean pass(ChatEvent event) {
        try {
            subscriber.onNext(event);
            return true;
        } catch (RuntimeException | Error thrown) {
            done = true;
            LOG.log(Level.WARNING, "a subscriber's onNext threw; its stream is cancelled", thrown);
            cancelAfter(thrown);
            return false;
        }
    }

    private void afterBatch(long delivered) {
        underway -= delivered;
        long left = demand.get() == Long.MAX_VALUE ? Long.MAX_VALUE : demand.addAndGet(-delivered);
        if (isCancelled()) {
            done = true;
        } else if (ended && queue.isEmpty()) {
            done = true;
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
        Throwable failure = settle();
        if (isCancelled()) {
            return; // 2.8 allows it, but a caller that gave up hears nothing more
        }
        try {
            if (failure == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(failure);
            }
        } catch (RuntimeException | Error thrown) {
            LOG.log(Level.WARNING, "a subscriber threw at the end of its stream", thrown);
        }
    }

    private void fail(IllegalArgumentException error) {
        cancelAfter(error);
        subscriber.onError(error);
    }
}
