package dev.llmdriver.testing;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.FinishReason.Kind;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A driver's publisher in memory: so many events, the last one a Finished, each when it is asked for. */
public record EventSource(long events) implements Flow.Publisher<ChatEvent> {
    @Override
    public void subscribe(Flow.Subscriber<? super ChatEvent> subscriber) {
        subscriber.onSubscribe(new Sending(events, subscriber));
    }

    private static final class Sending implements Flow.Subscription {
        private final Flow.Subscriber<? super ChatEvent> subscriber;
        private final AtomicLong demand = new AtomicLong();
        private final AtomicInteger work = new AtomicInteger();
        private volatile boolean over;
        private long left;

        Sending(long events, Flow.Subscriber<? super ChatEvent> subscriber) {
            this.left = events;
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            demand.getAndUpdate(now -> now + n < 0 ? Long.MAX_VALUE : now + n);
            if (work.getAndIncrement() == 0) {
                do {
                    send();
                } while (work.decrementAndGet() != 0);
            }
        }

        private void send() {
            while (!over && demand.get() > 0) {
                demand.decrementAndGet();
                left--;
                subscriber.onNext(
                        left == 0
                                ? new ChatEvent.Finished(ManualExchange.response("", Kind.STOP))
                                : new ChatEvent.TextDelta(0, "x"));
                if (left == 0) {
                    over = true;
                    subscriber.onComplete();
                }
            }
        }

        @Override
        public void cancel() {
            over = true;
        }
    }
}
