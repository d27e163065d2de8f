package dev.llmdriver.resilience.internal;

import dev.llmdriver.ChatEvent.WaitReason;
import dev.llmdriver.ChatEvent.Waiting;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.resilience.internal.gate.Ask;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.resilience.internal.gate.Outcome;
import dev.llmdriver.spi.Scheduler;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many attempts through at one time; the others queue, first come, first served. A place that becomes free goes straight to
 * the first in the queue, so nobody can slip in between. Thread-safe.
 */
public final class ConcurrencyGate implements Gate {
    /** Nobody knows when the caller's own calls will end, and he shall not ask without pause. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final int most;
    private final Duration maxWait;
    private final Object owner;
    private final Set<Place> queue = new LinkedHashSet<>(); // guarded by this
    private int free; // guarded by this

    /** Those who were given a place and do not know yet, and how many of them. */
    private final Queue<Place> called = new ConcurrentLinkedQueue<>();

    private final AtomicInteger calling = new AtomicInteger();

    /**
     * Creates a gate with all places free.
     *
     * @param most how many at one time
     * @param maxWait how long one waits for a place
     */
    public ConcurrencyGate(int most, Duration maxWait) {
        this(most, maxWait, "nobody's");
    }

    /**
     * Creates a gate with all places free.
     *
     * @param most how many at one time
     * @param maxWait how long one waits for a place
     * @param owner kept as long as anybody has a place: who looks for it by a weak reference must not make another with places of its own
     */
    public ConcurrencyGate(int most, Duration maxWait, Object owner) {
        this.most = most;
        this.maxWait = maxWait;
        this.owner = owner;
        this.free = most;
    }

    /** Somebody's place, or the wait for it. */
    private static final class Place {
        final CompletableFuture<Pass> pass = new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<Pass> enter(Ask ask) {
        Place place = new Place();
        if (takes(place)) {
            place.pass.complete(this::leave);
        } else {
            queueUp(place, ask);
        }
        return place.pass;
    }

    /** {@return whether there was a free place; otherwise the last of the queue is taken} */
    private synchronized boolean takes(Place place) {
        if (free == 0) {
            queue.add(place);
            return false;
        }
        free--;
        return true;
    }

    private void queueUp(Place place, Ask ask) {
        Duration left = ask.call().remaining().orElse(maxWait);
        Duration bound = left.compareTo(maxWait) < 0 ? left : maxWait;
        if (bound.isZero()) {
            place.pass.completeExceptionally(refusal(ask));
            forget(place);
            return;
        }
        Scheduler.Alarm alarm =
                ask.call().scheduler().schedule(bound, () -> place.pass.completeExceptionally(refusal(ask)));
        CompletionStage<Pass> over = place.pass;
        over.whenComplete((pass, failure) -> {
            alarm.cancel();
            forget(place);
        });
        ask.onWaiting().accept(Waiting.of(WaitReason.LIMITER, ask.call().elapsed()));
    }

    private synchronized void forget(Place place) {
        queue.remove(place);
    }

    private void leave(Outcome outcome) {
        try {
            Place next = release();
            if (next != null) {
                called.add(next);
                tellCalled();
            }
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    private synchronized @Nullable Place release() {
        Iterator<Place> first = queue.iterator();
        if (!first.hasNext()) {
            free++;
            return null;
        }
        Place next = first.next();
        first.remove();
        return next;
    }

    /** One after the other: who is called may answer at once and call the next, and a long queue would be a deep stack. */
    private void tellCalled() {
        if (calling.getAndIncrement() != 0) {
            return;
        }
        do {
            if (!called.remove().pass.complete(this::leave)) {
                giveOn();
            }
        } while (calling.decrementAndGet() != 0);
    }

    /** The one who was called had given up. */
    private void giveOn() {
        Place next = release();
        if (next != null) {
            called.add(next);
            calling.getAndIncrement();
        }
    }

    /** {@return how many places are free} */
    public synchronized int free() {
        return free;
    }

    private LlmException refusal(Ask ask) {
        boolean late = ask.call().remaining().map(Duration::isZero).orElse(false);
        String limit = "the " + most + (ask.ofCaller() ? " calls" : " attempts") + " at one time that are allowed to "
                + (ask.ofCaller() ? "this caller" : ask.ref());
        LlmExceptionBuilder error = late
                ? LlmException.builder(ErrorKind.TIMEOUT, "the deadline passed before there was a place among " + limit)
                        .reason("deadline")
                : LlmException.builder(
                                ErrorKind.LIMIT_EXCEEDED,
                                "no place within " + maxWait.toMillis() + " ms among " + limit
                                        + "; allow more at one time or a longer wait, or send less")
                        .reason(Refusal.reason(ask, "concurrency"));
        if (ask.ofCaller() && !late) {
            error.retryAfter(MOMENT);
        }
        return error.ref(ask.ref()).attempts(ask.call().ledger().attempts()).build();
    }

    @Override
    public String toString() {
        return "ConcurrencyGate[" + free() + " of " + most + "]";
    }
}
