package dev.llmdriver.client.batch;

import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.spi.CallFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * Asks one model many things, a bounded number at a time. No thread waits: the next call begins where one ends. A call that fails is a
 * result like any other. Requests are taken from the input only when there is room for them, and results that nobody takes leave no
 * room, so neither need fit into memory. Immutable and thread-safe; each run is on its own.
 *
 * <pre>{@code
 * Batch.over(model).concurrency(16)
 *         .forEach(requests, result -> store(result.index(), result.orThrow().text()))
 *         .join();
 * }</pre>
 */
public final class Batch {
    /** How many calls are under way at a time unless set. */
    public static final int DEFAULT_CONCURRENCY = 8;

    /** In order, one slow call holds back all that come after it; this many times the concurrency may wait for it. */
    private static final int HELD_BACK = 32;

    private final ChatModel model;
    private final int concurrency;
    private final boolean inOrder;
    private final Consumer<BatchProgress> listener;

    private Batch(ChatModel model, int concurrency, boolean inOrder, Consumer<BatchProgress> listener) {
        this.model = Objects.requireNonNull(model, "model");
        this.concurrency = checked(concurrency);
        this.inOrder = inOrder;
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    static int checked(int concurrency) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency must be at least 1: " + concurrency);
        }
        return concurrency;
    }

    /** {@return batches over this model: {@link #DEFAULT_CONCURRENCY} calls at a time, results in the order of the input} */
    public static Batch over(ChatModel model) {
        return new Batch(model, DEFAULT_CONCURRENCY, true, progress -> {});
    }

    /**
     * Bounds the calls under way.
     *
     * @param calls at least 1
     * @return a copy with it
     */
    public Batch concurrency(int calls) {
        return new Batch(model, calls, inOrder, listener);
    }

    /** {@return a copy whose results come as calls end; no slow call holds back another one's result} */
    public Batch asTheyCome() {
        return new Batch(model, concurrency, false, listener);
    }

    /**
     * Tells somebody of the progress, after each result that was handed on. What the listener throws ends the batch.
     *
     * @param told called by one thread at a time; must be quick
     * @return a copy with it
     */
    public Batch onProgress(Consumer<BatchProgress> told) {
        return new Batch(model, concurrency, inOrder, told);
    }

    /**
     * Prepares a run for each subscriber. Nothing is sent before results are asked for. In order, a slow call may have up to 32 times
     * as many later results held back as there are calls at a time; as they come, calls under way and results not yet asked for are
     * together never more than the calls allowed at a time. Cancelling closes what is under way. An error comes only if the input
     * or the listener throws.
     *
     * @param requests what to ask; iterated once for each subscriber, by one thread at a time, as far as there is room
     * @return the results
     */
    public Flow.Publisher<BatchResult> publisher(Iterable<ChatRequest> requests) {
        Objects.requireNonNull(requests, "requests");
        return subscriber -> subscriber.onSubscribe(new BatchSubscription(
                Objects.requireNonNull(subscriber, "subscriber"), listener, requests, model, room()));
    }

    /**
     * Runs a batch.
     *
     * @param requests what to ask; iterated by one thread at a time, as far as there is room
     * @param consumer gets each result; called by one thread at a time, on the threads on which the model completes its calls; a slow one
     *     slows the calls; what it throws ends the batch
     * @return completes with the progress at the end, or with what the input, the consumer or the listener threw; cancelling it
     *     closes what is under way
     */
    public CompletableFuture<BatchProgress> forEach(Iterable<ChatRequest> requests, Consumer<BatchResult> consumer) {
        Objects.requireNonNull(consumer, "consumer");
        Collecting collecting = new Collecting(consumer);
        Batch counting = onProgress(listener.andThen(progress -> collecting.last = progress));
        counting.publisher(requests).subscribe(collecting);
        return collecting.end;
    }

    /**
     * Runs a batch whose results fit into memory.
     *
     * @param requests what to ask
     * @return completes with all results, in the order that was chosen; cancelling it closes what is under way
     */
    public CompletableFuture<List<BatchResult>> all(Iterable<ChatRequest> requests) {
        List<BatchResult> results = new ArrayList<>();
        return forEach(requests, results::add).thenApply(progress -> List.copyOf(results));
    }

    private Pump.Room room() {
        int window = inOrder ? (int) Math.min(Integer.MAX_VALUE, (long) concurrency * HELD_BACK) : concurrency;
        return new Pump.Room(concurrency, window, inOrder);
    }

    /** Asks for everything and hands it on. */
    private static final class Collecting implements Flow.Subscriber<BatchResult> {
        private final Consumer<BatchResult> consumer;
        private volatile Runnable cancel = () -> {};
        private volatile BatchProgress last = BatchProgress.NONE;
        private final CallFuture<BatchProgress> end = CallFuture.create(() -> cancel.run());

        Collecting(Consumer<BatchResult> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            cancel = subscription::cancel;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(BatchResult result) {
            consumer.accept(result);
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete(last);
        }
    }
}
