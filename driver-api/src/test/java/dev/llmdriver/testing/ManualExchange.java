package dev.llmdriver.testing;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.FinishReason.Kind;
import dev.llmdriver.Message;
import dev.llmdriver.spi.CallContext;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The driver's end of a stream, in the hands of the test. */
public final class ManualExchange implements Flow.Subscription {
    private final Flow.Subscriber<? super ChatEvent> subscriber;
    private final CallContext call;
    private final StringBuilder said = new StringBuilder();
    private final AtomicLong requested = new AtomicLong();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger cancels = new AtomicInteger();
    private long sent;

    ManualExchange(Flow.Subscriber<? super ChatEvent> subscriber, CallContext call) {
        this.subscriber = subscriber;
        this.call = call;
    }

    public CallContext call() {
        return call;
    }

    /** Events asked for and not sent yet. */
    public long outstanding() {
        return requested.get() - sent;
    }

    /** How often events were asked for. */
    public int requests() {
        return requests.get();
    }

    public boolean isCancelled() {
        return cancels.get() > 0;
    }

    public void event(ChatEvent event) {
        sent++;
        subscriber.onNext(event);
    }

    public void text(String piece) {
        said.append(piece);
        event(new ChatEvent.TextDelta(0, piece));
    }

    /** The last event, without the end signal. */
    public void finished(Kind kind) {
        event(new ChatEvent.Finished(response(said.toString(), kind)));
    }

    /** The last event and the end signal. */
    public void finish() {
        finished(Kind.STOP);
        complete();
    }

    public void complete() {
        subscriber.onComplete();
    }

    public void fail(Throwable failure) {
        subscriber.onError(failure);
    }

    public static ChatResponse response(String text, Kind kind) {
        return ChatResponse.builder(ManualEngine.REF, Message.assistant(text), new FinishReason(kind, ""))
                .build();
    }

    @Override
    public void request(long n) {
        requests.incrementAndGet();
        requested.getAndUpdate(now -> now + n < 0 ? Long.MAX_VALUE : now + n);
    }

    @Override
    public void cancel() {
        cancels.incrementAndGet();
    }
}
