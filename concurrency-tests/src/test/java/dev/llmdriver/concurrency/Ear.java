package dev.llmdriver.concurrency;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.error.LlmException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A subscriber that tells what it heard, and which rules the signals broke. */
public final class Ear implements Flow.Subscriber<ChatEvent> {
    private final long first;
    private final AtomicBoolean inside = new AtomicBoolean();
    private final AtomicInteger ends = new AtomicInteger();
    private final AtomicInteger events = new AtomicInteger();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile String end = "open";
    private final Queue<String> broken = new ConcurrentLinkedQueue<>();

    /** Asks for so many events when it is subscribed; for none if it is zero. */
    public Ear(long first) {
        this.first = first;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        enter();
        subscription = given;
        if (first > 0) {
            given.request(first);
        }
        leave();
    }

    @Override
    public void onNext(ChatEvent event) {
        enter();
        if (ends.get() > 0) {
            broken.add(" event-after-end");
        }
        events.incrementAndGet();
        leave();
    }

    @Override
    public void onError(Throwable failure) {
        end(
                failure instanceof LlmException known
                        ? known.kind().wireName()
                        : failure.getClass().getSimpleName());
    }

    @Override
    public void onComplete() {
        end("complete");
    }

    private void end(String how) {
        enter();
        if (subscription == null) {
            broken.add(" end-before-onSubscribe");
        }
        end = ends.incrementAndGet() == 1 ? how : end + "+" + how;
        leave();
    }

    private void enter() {
        if (!inside.compareAndSet(false, true)) {
            broken.add(" overlap");
        }
    }

    private void leave() {
        inside.set(false);
    }

    /** {@return where demand and cancel go} */
    public Flow.Subscription subscription() {
        Flow.Subscription known = subscription;
        if (known == null) {
            throw new IllegalStateException("not subscribed");
        }
        return known;
    }

    /** {@return the number of events, how it ended, and what must not be} */
    @Override
    public String toString() {
        return events + " " + end + String.join("", broken);
    }
}
