package dev.llmdriver.resilience.internal.deadline;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.spi.AnswerSoFar;
import dev.llmdriver.spi.Scheduler;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One stream, ended when its time is up. The alarm rings on another thread than the events come on: whoever leaves last, an event or
 * the end, delivers the end, so that signals stay serial without a lock.
 */
final class StreamDeadline implements Flow.Subscriber<ChatEvent>, Flow.Subscription, AnswerSoFar {
    private static final int ENDED = 1 << 30;

    private final Deadline deadline;
    private final Flow.Subscriber<? super ChatEvent> subscriber;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicBoolean told = new AtomicBoolean();
    /** The number of signals being delivered, and the bit {@link #ENDED} once the end is known. */
    private final AtomicInteger state = new AtomicInteger();

    private volatile Flow.@Nullable Subscription upstream;
    private volatile Scheduler.@Nullable Alarm alarm;
    private volatile @Nullable Throwable failure;
    private volatile AnswerSoFar answer = NOTHING;

    /** Touched by the engine's thread only. */
    private boolean finished;

    StreamDeadline(Deadline deadline, Flow.Subscriber<? super ChatEvent> subscriber) {
        this.deadline = deadline;
        this.subscriber = Objects.requireNonNull(subscriber, "subscriber"); // 1.9
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        if (upstream != null) {
            subscription.cancel();
            return;
        }
        answer = AnswerSoFar.of(subscription);
        upstream = subscription;
        state.incrementAndGet(); // however short the time is, the end waits for the beginning
        alarm = deadline.alarm(this::expire);
        boolean begun = false;
        try {
            subscriber.onSubscribe(this);
            begun = true;
        } finally {
            if (!begun) { // whoever throws here hears nothing more, so the alarm would hold all of it for nothing
                cancel();
            }
        }
        delivered();
    }

    @Override
    public void request(long n) {
        Flow.Subscription known = upstream;
        if (known != null) {
            known.request(n);
        }
    }

    @Override
    public void cancel() {
        ending.set(true);
        cancelAlarm(); // first, for an engine's cancel may throw
        cancelUpstream();
    }

    @Override
    public PartialAnswer soFar() {
        return answer.soFar();
    }

    private void expire() {
        LlmException error = deadline.expired();
        if (ending.compareAndSet(false, true)) {
            try {
                cancelUpstream();
            } finally { // 3.15 forbids a cancel to throw; whoever waits must still hear of the end
                end(error);
            }
        }
    }

    @Override
    public void onNext(ChatEvent event) {
        if (event instanceof ChatEvent.Finished) {
            finished = ending.compareAndSet(false, true); // a whole answer is in time: no alarm may end it now
            if (!finished) {
                return;
            }
            cancelAlarm(); // no end may follow, if whoever is told of the answer throws
        }
        answer.add(event);
        try {
            if (state.incrementAndGet() < ENDED) {
                subscriber.onNext(event);
            }
        } finally { // or whoever throws, and all that wait behind it, would never hear of the end
            delivered();
        }
    }

    private void delivered() {
        if (state.decrementAndGet() == ENDED) {
            deliverEnd();
        }
    }

    @Override
    public void onError(Throwable thrown) {
        if (finished || ending.compareAndSet(false, true)) {
            end(thrown);
        }
    }

    @Override
    public void onComplete() {
        if (finished || ending.compareAndSet(false, true)) {
            end(null);
        }
    }

    private void end(@Nullable Throwable thrown) {
        failure = thrown;
        cancelAlarm();
        if (state.getAndAdd(ENDED) == 0) {
            deliverEnd();
        }
    }

    private void deliverEnd() {
        if (!told.compareAndSet(false, true)) {
            return;
        }
        Throwable thrown = failure;
        if (thrown == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(thrown);
        }
    }

    private void cancelUpstream() {
        Flow.Subscription known = upstream;
        if (known != null) {
            known.cancel();
        }
    }

    private void cancelAlarm() {
        Scheduler.Alarm known = alarm;
        if (known != null) {
            known.cancel();
        }
    }
}
