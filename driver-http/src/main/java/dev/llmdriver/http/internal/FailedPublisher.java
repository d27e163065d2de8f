package dev.llmdriver.http.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.error.LlmException;
import java.util.Objects;
import java.util.concurrent.Flow;

/** The stream of a request that cannot be sent: each subscriber hears why. */
public record FailedPublisher(LlmException failure) implements Flow.Publisher<ChatEvent> {
    @Override
    public void subscribe(Flow.Subscriber<? super ChatEvent> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber"); // 1.9
        subscriber.onSubscribe(new Refused());
        subscriber.onError(failure);
    }

    /** The subscription of a stream that did not even begin. */
    private static final class Refused implements Flow.Subscription {
        @Override
        public void request(long n) {
            // the error needs no demand
        }

        @Override
        public void cancel() {
            // nothing runs
        }
    }
}
