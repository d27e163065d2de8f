package dev.llmdriver.benchmarks.llmdriver;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.benchmarks.Sink;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Passes the texts of a stream on. Other events do not count against the demand for texts. */
final class Texts implements Flow.Subscriber<ChatEvent> {
    private final Sink sink;
    private final long firstDemand;
    private volatile Flow.@Nullable Subscription subscription;

    Texts(Sink sink, long firstDemand) {
        this.sink = sink;
        this.firstDemand = firstDemand;
    }

    /** Asks for as many texts more. */
    void request(long texts) {
        Flow.Subscription current = subscription;
        if (current != null) {
            current.request(texts);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        if (firstDemand > 0) {
            subscription.request(firstDemand);
        }
    }

    @Override
    public void onNext(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            sink.text(delta.text());
        } else if (firstDemand == 0 && !(event instanceof ChatEvent.Finished)) {
            request(1);
        }
    }

    @Override
    public void onError(Throwable failure) {
        sink.fail(failure);
    }

    @Override
    public void onComplete() {
        sink.done();
    }
}
