package com.acme.llm.broken;

import dev.llmdriver.ChatEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Flow;

/** Keeps all that comes until it is asked for. */
final class Hoarder extends SubscriberShell implements Flow.Subscription {
    private final Deque<ChatEvent> kept = new ArrayDeque<>();
    private long demand;
    private boolean ended;
    private Throwable failure;

    Hoarder(Flow.Subscriber<? super ChatEvent> outer) {
        super(outer);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        outer.onSubscribe(this);
        given.request(Long.MAX_VALUE);
    }

    @Override
    public synchronized void request(long n) {
        if (n <= 0) {
            kept.clear();
            subscription.request(n);
            return;
        }
        demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
        deliver();
    }

    @Override
    public void cancel() {
        subscription.cancel();
    }

    @Override
    public synchronized void onNext(ChatEvent event) {
        kept.add(event);
        deliver();
    }

    @Override
    public synchronized void onError(Throwable thrown) {
        failure = thrown;
        onComplete();
    }

    @Override
    public synchronized void onComplete() {
        ended = true;
        deliver();
    }

    private void deliver() {
        while (demand > 0 && !kept.isEmpty()) {
            demand--;
            outer.onNext(kept.remove());
        }
        if (ended && kept.isEmpty() && failure != null) {
            outer.onError(failure);
        } else if (ended && kept.isEmpty()) {
            outer.onComplete();
        }
    }
}
