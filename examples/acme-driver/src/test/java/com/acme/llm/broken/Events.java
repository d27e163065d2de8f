package com.acme.llm.broken;

import dev.llmdriver.ChatEvent;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A stream of which each event becomes none, one or several, and the error another one. */
record Events(
        Flow.Publisher<ChatEvent> inner, Function<ChatEvent, List<ChatEvent>> event, UnaryOperator<Throwable> error)
        implements Flow.Publisher<ChatEvent> {
    @Override
    public void subscribe(Flow.Subscriber<? super ChatEvent> subscriber) {
        inner.subscribe(new Twisted(subscriber, event, error));
    }

    private static final class Twisted extends SubscriberShell {
        private final Function<ChatEvent, List<ChatEvent>> event;
        private final UnaryOperator<Throwable> error;

        Twisted(
                Flow.Subscriber<? super ChatEvent> subscriber,
                Function<ChatEvent, List<ChatEvent>> event,
                UnaryOperator<Throwable> error) {
            super(subscriber);
            this.event = event;
            this.error = error;
        }

        @Override
        public void onNext(ChatEvent next) {
            List<ChatEvent> made;
            try {
                made = event.apply(next);
            } catch (RuntimeException thrown) {
                subscription.cancel();
                outer.onError(thrown);
                return;
            }
            made.forEach(outer::onNext);
            if (made.isEmpty()) {
                subscription.request(1);
            }
        }

        @Override
        public void onError(Throwable thrown) {
            outer.onError(error.apply(thrown));
        }
    }
}
