package dev.llmdriver.client.batch;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One subscriber's run of a batch. */
final class BatchSubscription implements Flow.Subscription, Pump.Receiver<ChatRequest> {
    private final Flow.Subscriber<? super BatchResult> subscriber;
    private final Consumer<BatchProgress> listener;
    private final Iterable<ChatRequest> requests;
    private final Pump<ChatRequest> pump;
    private @Nullable Iterator<ChatRequest> left;
    private BatchProgress progress = BatchProgress.NONE;

    BatchSubscription(
            Flow.Subscriber<? super BatchResult> subscriber,
            Consumer<BatchProgress> listener,
            Iterable<ChatRequest> requests,
            ChatModel model,
            Pump.Room room) {
        this.subscriber = subscriber;
        this.listener = listener;
        this.requests = requests;
        this.pump = new Pump<>(room, this::take, model::generateAsync, this, Runnable::run);
    }

    private List<ChatRequest> take(int atMost) {
        if (left == null) {
            left = requests.iterator();
        }
        List<ChatRequest> taken = new ArrayList<>();
        while (taken.size() < atMost && left.hasNext()) {
            taken.add(left.next());
        }
        return taken;
    }

    @Override
    public void request(long more) {
        if (more > 0) {
            pump.request(more);
        } else {
            pump.fail(new IllegalArgumentException("at least one result must be asked for, but it was " + more));
        }
    }

    @Override
    public void cancel() {
        pump.cancel();
    }

    @Override
    public void outcome(Outcome<ChatRequest> outcome) {
        progress = progress.plus(outcome, pump.running());
        subscriber.onNext(new BatchResult(outcome));
        listener.accept(progress);
    }

    @Override
    public void pause() {}

    @Override
    public void ended(@Nullable Throwable failure) {
        if (failure == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(failure);
        }
    }
}
