package dev.llmdriver.demo.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.error.LlmException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A stream whose engine is not there yet: keeps what is asked for until it is, and asks nothing of it if nobody wants it any more. */
final class LateStream implements Flow.Subscription, Flow.Subscriber<ChatEvent> {
    private final Flow.Subscriber<? super ChatEvent> reader;
    private Flow.@Nullable Subscription source; // this and what follows: guarded by this
    private long asked;
    private boolean misasked;
    private boolean cancelled;

    LateStream(Flow.Subscriber<? super ChatEvent> reader) {
        this.reader = reader;
    }

    /** Goes on, if anybody still wants it. */
    void begin(Flow.Publisher<ChatEvent> events) {
        synchronized (this) {
            if (cancelled) {
                return;
            }
        }
        events.subscribe(this);
    }

    /** Ends it before it began. */
    void fail(Throwable failure) {
        synchronized (this) {
            if (cancelled) {
                return;
            }
        }
        reader.onError(LlmException.of(failure));
    }

    @Override
    public void request(long n) {
        Flow.Subscription begun;
        synchronized (this) {
            begun = source;
            if (begun == null && n <= 0) {
                misasked = true; // the source says what is wrong with it
            } else if (begun == null) {
                asked = asked + n < 0 ? Long.MAX_VALUE : asked + n;
            }
        }
        if (begun != null) {
            begun.request(n);
        }
    }

    @Override
    public void cancel() {
        Flow.Subscription begun;
        synchronized (this) {
            cancelled = true;
            begun = source;
        }
        if (begun != null) {
            begun.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        long before;
        boolean wrong;
        boolean unwanted;
        synchronized (this) {
            source = subscription;
            before = asked;
            wrong = misasked;
            unwanted = cancelled;
        }
        if (unwanted) {
            subscription.cancel();
        } else if (wrong || before > 0) {
            subscription.request(wrong ? -1 : before);
        }
    }

    @Override
    public void onNext(ChatEvent event) {
        reader.onNext(event);
    }

    @Override
    public void onError(Throwable failure) {
        reader.onError(failure);
    }

    @Override
    public void onComplete() {
        reader.onComplete();
    }
}
