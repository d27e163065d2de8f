package dev.llmdriver.http.internal;

import dev.llmdriver.ChatEvent;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Hands events to one subscriber as it asks for them. Confined to an event loop; rule numbers are those of the Reactive Streams
 * specification.
 */
final class Delivery {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver.http");

    private final Runnable onBroken;
    private final Deque<ChatEvent> queue = new ArrayDeque<>(4);
    /** Null once it must hear nothing more (3.13). */
    private Flow.@Nullable Subscriber<? super ChatEvent> subscriber;

    private long demand;
    private boolean held;
    private boolean delivering;
    private boolean complete;
    private @Nullable Throwable failure;

    /**
     * Makes a delivery.
     *
     * @param onBroken called if the subscriber throws, which it must not (2.13)
     */
    Delivery(Flow.Subscriber<? super ChatEvent> subscriber, Runnable onBroken) {
        this.subscriber = subscriber;
        this.onBroken = onBroken;
    }

    /** {@return whether more is wanted than is there} */
    boolean wantsMore() {
        return demand > 0 && queue.isEmpty() && subscriber != null;
    }

    boolean isOver() {
        return subscriber == null;
    }

    void request(long n) {
        demand = demand + n < 0 ? Long.MAX_VALUE : demand + n; // 3.17
        drain();
    }

    void next(ChatEvent event) {
        if (subscriber != null) {
            queue.add(event);
            drain();
        }
    }

    /**
     * Hands nothing on until {@link #release}: whoever reads the events would otherwise be called from within whoever decodes them,
     * and both are too much to be compiled as one.
     */
    void hold() {
        held = true;
    }

    /** Hands on what has come meanwhile. */
    void release() {
        held = false;
        drain();
    }

    /** Ends after what is queued. */
    void complete() {
        complete = true;
        drain();
    }

    /** Ends with an error after what is queued. */
    void fail(Throwable error) {
        failure = error;
        drain();
    }

    /** Ends with an error at once (3.9). */
    void failNow(Throwable error) {
        queue.clear();
        fail(error);
    }

    void cancel() {
        subscriber = null;
        queue.clear();
    }

    private void drain() {
        if (held || delivering) {
            return; // the latter: a request from within onNext, the loop below goes on (3.3)
        }
        delivering = true;
        try {
            while (subscriber != null && demand > 0 && !queue.isEmpty()) {
                demand -= demand == Long.MAX_VALUE ? 0 : 1;
                subscriber.onNext(queue.remove());
            }
            if (subscriber != null && queue.isEmpty()) {
                end(subscriber);
            }
        } catch (RuntimeException | Error thrown) {
            LOG.log(Level.WARNING, "a subscriber threw; its stream is cancelled", thrown);
            cancel();
            onBroken.run();
        } finally {
            delivering = false;
        }
    }

    private void end(Flow.Subscriber<? super ChatEvent> last) {
        Throwable error = failure;
        if (error != null) {
            subscriber = null;
            last.onError(error);
        } else if (complete) {
            subscriber = null;
            last.onComplete();
        }
    }
}
