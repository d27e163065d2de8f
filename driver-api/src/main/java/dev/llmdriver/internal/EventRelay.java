package dev.llmdriver.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.ChatStream.State;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmExceptionBuilder;
import dev.llmdriver.error.PartialAnswer;
import dev.llmdriver.spi.AnswerSoFar;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Stands between an engine's publisher and whoever consumes the stream: keeps the state, what has come so far, and a bounded queue.
 * At most {@link #WINDOW} events are asked for ahead, and never more than the consumer asked for, so that demand reaches the socket.
 */
abstract class EventRelay implements Flow.Subscriber<ChatEvent> {
    /** Most events under way between the engine and the consumer; a power of two. */
    static final int WINDOW = 128;

    static final System.Logger LOG = System.getLogger("dev.llmdriver");

    private static final AtomicReferenceFieldUpdater<EventRelay, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(EventRelay.class, State.class, "state");

    final SpscRing<ChatEvent> queue = new SpscRing<>(WINDOW);
    private final StreamCall call;
    private final CompletableFuture<ChatResponse> completion;
    /** The engine's word on what has come; our own only where the engine does not say. */
    private volatile AnswerSoFar answer = AnswerSoFar.NOTHING;

    private volatile Flow.@Nullable Subscription upstream;
    private volatile @Nullable ChatResponse response;
    private volatile @Nullable Throwable failure;
    private volatile State state = State.CLAIMED;
    private volatile boolean ended;

    EventRelay(StreamCall call, CompletableFuture<ChatResponse> completion) {
        this.call = call;
        this.completion = completion;
    }

    /** Begins the exchange. What the engine throws, instead of signalling it, fails the stream. */
    void start() {
        try {
            call.start(this);
        } catch (Throwable thrown) { // errors too: others may wait for the end
            onError(thrown);
        }
    }

    /** Called when the engine is ready, something was queued, or the stream ended. */
    abstract void wakeUp();

    final State state() {
        return state;
    }

    final boolean isCancelled() {
        return state == State.CANCELLED;
    }

    /** {@return whether the engine has ended the stream; what is queued may still have to be delivered} */
    final boolean hasEnded() {
        return ended;
    }

    /** {@return whether the engine can be asked for events} */
    final boolean isReady() {
        return upstream != null;
    }

    final void requestUpstream(long n) {
        try {
            Objects.requireNonNull(upstream, "not ready").request(n);
        } catch (Throwable thrown) { // 3.16 forbids it; whoever waits must still hear of the end
            cancelUpstream();
            onError(thrown);
        }
    }

    @Override
    public final void onSubscribe(Flow.Subscription subscription) {
        Objects.requireNonNull(subscription, "subscription");
        if (upstream != null) {
            subscription.cancel();
            return;
        }
        answer = AnswerSoFar.of(subscription);
        upstream = subscription;
        if (isCancelled()) {
            subscription.cancel();
        } else {
            wakeUp();
        }
    }

    @Override
    public final void onNext(ChatEvent event) {
        Objects.requireNonNull(event, "event");
        if (ended || isCancelled()) {
            return;
        }
        if (event.isContent() && state == State.CLAIMED && STATE.compareAndSet(this, State.CLAIMED, State.COMMITTED)) {
            call.commit();
        }
        if (event instanceof ChatEvent.Finished finished) {
            response = finished.response();
        } else {
            answer.add(event);
        }
        if (queue.offer(event)) {
            wakeUp();
        } else {
            cancelUpstream();
            onError(call.error(ErrorKind.MALFORMED_RESPONSE, "the driver sent more events than it was asked for")
                    .reason("internal")
                    .build());
        }
    }

    @Override
    public final void onError(Throwable thrown) {
        Objects.requireNonNull(thrown, "thrown");
        if (!ended) {
            failure = thrown;
            ended = true;
            wakeUp();
        }
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
    final @Nullable LlmException settle() {
        ChatResponse whole = response;
        LlmException error = error(whole);
        if (error != null) {
            if (end(State.FAILED)) {
                completion.completeExceptionally(error);
            }
        } else if (end(State.COMPLETED)) {
            completion.complete(Objects.requireNonNull(whole));
        }
        return error;
    }

    private @Nullable LlmException error(@Nullable ChatResponse whole) {
        Throwable thrown = failure;
        if (thrown != null) {
            return withPartial(LlmException.of(thrown));
        }
        return whole != null
                ? null
                : call.error(ErrorKind.STREAM_INTERRUPTED, "the driver ended the stream without its answer")
                        .partial(soFar())
                        .build();
    }

    private LlmException withPartial(LlmException error) {
        if (error.partial().isPresent()) {
            return error;
        }
        PartialAnswer come = soFar();
        if (come.message().parts().isEmpty()) {
            return error;
        }
        LlmException richer = error.toBuilder().partial(come).build();
        richer.setStackTrace(error.getStackTrace());
        return richer;
    }

    /** Ends as cancelled, unless the stream has already ended. */
    public final void cancel() {
        cancel("", "the stream was cancelled by the caller", null);
    }

    /**
     * Ends as cancelled, unless the stream has already ended.
     *
     * @return whether this call did it
     */
    final boolean cancel(String reason, String message, @Nullable Throwable cause) {
        if (!end(State.CANCELLED)) {
            return false;
        }
        cancelUpstream();
        LlmExceptionBuilder error =
                call.error(ErrorKind.CANCELLED, message).reason(reason).partial(soFar());
        completion.completeExceptionally(
                cause == null ? error.build() : error.cause(cause).build());
        wakeUp();
        return true;
    }

    private PartialAnswer soFar() {
        try {
            return answer.soFar();
        } catch (RuntimeException | Error thrown) { // whoever waits must still hear of the end
            LOG.log(Level.WARNING, "a driver did not tell what had come of an answer", thrown);
            return AnswerSoFar.NOTHING.soFar();
        }
    }

    private void cancelUpstream() {
        Flow.Subscription subscription = upstream;
        try {
            if (subscription != null) {
                subscription.cancel();
            }
        } catch (RuntimeException | Error thrown) { // 3.15 forbids it; whoever waits must still hear of the end
            LOG.log(Level.WARNING, "a driver's cancel threw", thrown);
        }
    }

    /** {@return how a cancelled stream ended; waits for the moment between its state and its completion} */
    final LlmException cancelledError() {
        return LlmException.of(Objects.requireNonNull(
                completion.handle((value, thrown) -> thrown).join()));
    }

    private boolean end(State last) {
        State before = STATE.getAndUpdate(this, now -> isRunning(now) ? last : now);
        return isRunning(before);
    }

    private static boolean isRunning(State state) {
        return state == State.CLAIMED || state == State.COMMITTED;
    }
}
