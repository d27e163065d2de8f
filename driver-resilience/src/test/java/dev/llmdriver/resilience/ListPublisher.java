package dev.llmdriver.resilience;

import dev.llmdriver.ChatEvent;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Publishes a list on the threads that ask for it, then a failure, the end, or nothing. Keeps to the demand. */
final class ListPublisher implements Flow.Publisher<ChatEvent> {
    private final List<ChatEvent> events;
    private final @Nullable Throwable failure;
    private final boolean hangs;
    private final AtomicInteger cancels;

    ListPublisher(List<ChatEvent> events, @Nullable Throwable failure, boolean hangs, AtomicInteger cancels) {
        this.events = events;
        this.failure = failure;
        this.hangs = hangs;
        this.cancels = cancels;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ChatEvent> subscriber) {
        new Run(subscriber).start();
    }

    private final class Run implements Flow.Subscription {
        private Flow.@Nullable Subscriber<? super ChatEvent> subscriber;
        private final AtomicLong demand = new AtomicLong();
        private final AtomicInteger work = new AtomicInteger(1);
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile @Nullable Throwable misuse;
        private int position;

        Run(Flow.Subscriber<? super ChatEvent> subscriber) {
            this.subscriber = subscriber;
        }

        void start() {
            subscriber.onSubscribe(this);
            drain();
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                misuse = new IllegalArgumentException("3.9: " + n);
            } else {
                demand.getAndUpdate(before -> before + n < 0 ? Long.MAX_VALUE : before + n);
            }
            if (work.getAndIncrement() == 0) {
                drain();
            }
        }

        @Override
        public void cancel() {
            if (ended.compareAndSet(false, true)) {
                cancels.incrementAndGet();
            }
        }

        private void drain() {
            int seen = work.get();
            while (seen != 0) {
                emit();
                seen = work.addAndGet(-seen);
            }
        }

        private void emit() {
            while (!ended.get() && misuse == null && position < events.size() && demand.get() > 0) {
                demand.decrementAndGet();
                subscriber.onNext(events.get(position++));
            }
            boolean over = misuse != null || (position == events.size() && !hangs);
            if (over && ended.compareAndSet(false, true)) {
                Throwable thrown = misuse != null ? misuse : failure;
                if (thrown == null) {
                    subscriber.onComplete();
                } else {
                    subscriber.onError(thrown);
                }
            }
            if (ended.get()) {
                subscriber = null; // 3.13
            }
        }
    }
}
