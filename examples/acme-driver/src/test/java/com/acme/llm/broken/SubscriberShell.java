package com.acme.llm.broken;

import dev.llmdriver.ChatEvent;
import java.util.concurrent.Flow;

/** A subscriber around another one. */
class SubscriberShell implements Flow.Subscriber<ChatEvent> {
    final Flow.Subscriber<? super ChatEvent> outer;
    volatile Flow.Subscription subscription;

    SubscriberShell(Flow.Subscriber<? super ChatEvent> outer) {
        this.outer = outer;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        outer.onSubscribe(given);
    }

    @Override
    public void onNext(ChatEvent event) {
        outer.onNext(event);
    }

    @Override
    public void onError(Throwable thrown) {
        outer.onError(thrown);
    }

    @Override
    public void onComplete() {
        outer.onComplete();
    }
}
