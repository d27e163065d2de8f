package dev.llmdriver.huggingface.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.error.LlmException;
import java.util.concurrent.Flow;

/** The stream of a request that cannot be sent: each subscriber hears why. */
record FailedPublisher(LlmException failure) implements Flow.Publisher<ChatEvent> {
    @Override
    public void subscribe(Flow.Subscriber<? super ChatEvent> subscriber) {
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                // there is nothing to ask for
            }

            @Override
            public void cancel() {
                // there is nothing to cancel
            }
        });
        subscriber.onError(failure);
    }
}
