package dev.llmdriver.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream.State;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.AnswerAssembler;
import dev.llmdriver.spi.CallFuture;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands between an engine's publisher and whoever consumes the stream: keeps the state, what has come so far, and a bounded queue.
 * At most {@link #WINDOW} events are asked for ahead, and never more than the consumer asked for, so that demand reaches the socket.
 */
abstract class EventRelay implements Flow.Subscriber<ChatEvent> {
    /** Most events under way between the engine and the consumer; a power of two. */
    static final int WINDOW = 128;

    final SpscRing<ChatEvent> queue = new SpscRing<>(WINDOW);
    final AtomicReference<State> state = new AtomicReference<>(State.CLAIMED);
    private final CallFuture<ChatResponse> completion;
    private final AnswerAssembler soFar = new AnswerAssembler();
    private volatile Flow.@Nullable Subscription upstream;
    private volatile @Nullable ChatResponse response;
    private volatile @Nullable Throwable failure;
    volatile boolean ended;

    EventRelay(CallFuture<ChatResponse> completion) {
        this.completion = completion;
    }

    /** Begins the exchange. */
    void start(Supplier<Flow.Publisher<ChatEvent>> source) {
        source.get().subscribe(this);
    }

    /** Called when the engine is ready, something was queued, or the stream ended. */
    abstract void wakeUp();

    final State state() {
        return Objects.requireNonNull(state.get());
    }

    final boolean isCancelled() {
        return state.get() == State.CANCELLED;
    }

    /** {@return whether the engine can be asked for events} */
    final boolean isReady() {
        return upstream != null;
    }

    final void requestUpstream(long n) {
        Objects.requireNonNull(upstream, "not ready").request(n);
    }

    @Override
    public final void onSubscribe(Flow.Subscription subscription) {
        Objects.requireNonNull(subscription, "subscription");
        if (upstream != null) {
            subscription.cancel();
            return;
        }
        upstream = subscription;
        if (isCancelled()) {
            subscription.cancel();
        } else {
            wakeUp();
        }
    }

    @Override
    public final void onNext(ChatEvent event) {
        if (event.isContent()) {
            state.compareAndSet(State.CLAIMED, State.COMMITTED);
        }
        if (event instanceof ChatEvent.Finished finished) {
            response = finished.response();
        } else {
            soFar.add(event);
        }
        if (!queue.offer(event)) {
            cancelUpstream();
            onError(new IllegalStateException("the engine sent more events than were asked for"));
        } else {
            wakeUp();
        }
    }

    @Override
    public final void onError(Throwable thrown) {
        failure = Objects.requireNonNull(thrown, "thrown");
        ended = true;
        wakeUp();
    }

    @Override
    public final void onComplete() {
        ended = true;
        wakeUp();
    }

    /**
     * Settles the end once everything queued was delivered.
     *
     * @return the failure, or null if the stream is complete
     */
    final @Nullable Throwable settle() {
        ChatResponse whole = response;
        Throwable thrown = failure;
        if (thrown == null && whole == null) {
            thrown = LlmException.builder(
                            ErrorKind.STREAM_INTERRUPTED, "the engine ended the stream without its answer")
                    .partial(soFar.partial())
                    .build();
        }
        if (thrown != null) {
            LlmException error = withPartial(LlmException.of(thrown));
            if (end(State.FAILED)) {
                completion.fail(error);
            }
            return error;
        }
        if (end(State.COMPLETED)) {
            completion.complete(Objects.requireNonNull(whole));
        }
        return null;
    }

    private LlmException withPartial(LlmException error) {
        return error.partial().isPresent() || soFar.isEmpty()
                ? error
                : error.toBuilder().partial(soFar.partial()).build();
    }

    /** Ends as cancelled, unless the stream has already ended. */
    public final void cancel() {
        cancel(LlmException.builder(ErrorKind.CANCELLED, "the stream was cancelled by the caller")
                .partial(soFar.partial())
                .build());
    }

    /** Ends as cancelled because the caller's own code threw. */
    final void cancelAfter(Throwable thrown) {
        cancel(LlmException.builder(ErrorKind.CANCELLED, "the subscriber threw, so the stream was cancelled: " + thrown)
                .reason("callback")
                .cause(thrown)
                .partial(soFar.partial())
                .build());
    }

    private void cancel(LlmException cancelled) {
        if (end(State.CANCELLED)) {
            cancelUpstream();
            completion.fail(cancelled);
            wakeUp();
        }
    }

    private void cancelUpstream() {
        Flow.Subscription subscription = upstream;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    final LlmException cancelledError() {
        return LlmException.of(Objects.requireNonNull(failureOf(completion)));
    }

    private static @Nullable Throwable failureOf(CallFuture<ChatResponse> future) {
        return future.handle((value, thrown) -> thrown).join();
    }

    private boolean end(State last) {
        State before = state.getAndUpdate(now -> isRunning(now) ? last : now);
        return isRunning(before);
    }

    private static boolean isRunning(State state) {
        return state == State.CLAIMED || state == State.COMMITTED;
    }
}
