package dev.llmdriver;

import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/** Asks a publisher on another thread, so that its events come from there. */
record OnThread(Flow.Subscriber<? super ChatEvent> subscriber, Executor thread) implements Flow.Subscriber<ChatEvent> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                thread.execute(() -> subscription.request(n));
            }

            @Override
            public void cancel() {
                subscription.cancel();
            }
        });
    }

    @Override
    public void onNext(ChatEvent event) {
        subscriber.onNext(event);
    }

    @Override
    public void onError(Throwable failure) {
        subscriber.onError(failure);
    }

    @Override
    public void onComplete() {
        subscriber.onComplete();
    }
}
