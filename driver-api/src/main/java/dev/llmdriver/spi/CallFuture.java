package dev.llmdriver.spi;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The future of a call. Cancelling it, or one derived from it, closes the exchange; so does failing it from outside, as
 * {@code orTimeout} does. Completing it from outside with a value, as {@code completeOnTimeout} does, leaves the exchange to its
 * deadline. {@code minimalCompletionStage()} shares the answer without that right.
 *
 * @param <T> type of the answer
 */
public final class CallFuture<T> extends CompletableFuture<T> {
    private final Runnable cancelExchange;

    private CallFuture(Runnable cancelExchange) {
        this.cancelExchange = cancelExchange;
    }

    /**
     * Creates a pending future.
     *
     * @param cancelExchange closes the exchange; idempotent, any thread, does nothing once the exchange has ended
     * @param <T> type of the answer
     * @return the future
     */
    public static <T> CallFuture<T> create(Runnable cancelExchange) {
        return new CallFuture<>(Objects.requireNonNull(cancelExchange, "cancelExchange"));
    }

    /**
     * Fails the future.
     *
     * @param failure the error; anything else than an {@link LlmException} is unwrapped first
     */
    public void fail(Throwable failure) {
        if (super.completeExceptionally(LlmException.of(failure))) {
            cancelExchange.run();
        }
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        Closing closing = closeFirst();
        boolean first = super.completeExceptionally(failure);
        if (first) {
            // From outside, orTimeout's clock included; a stage that fails by itself does not pass here.
            closing.finish();
        }
        return first;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        Closing closing = closeFirst();
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        closing.finish();
        return cancelled;
    }

    /**
     * What hangs on this future runs right where it ends, and may block, while the provider goes on and is paid. The JDK runs first what was
     * hung up last, so that is to close the exchange. It promises no order, so whoever calls this finishes it afterwards.
     */
    private Closing closeFirst() {
        Closing closing = new Closing();
        if (!isDone()) {
            CompletableFuture<T> unused = super.whenComplete(closing);
        }
        return closing;
    }

    /** Closes the exchange once. */
    private final class Closing implements BiConsumer<T, Throwable> {
        private final AtomicBoolean begun = new AtomicBoolean();
        private volatile @Nullable Throwable thrown;

        @Override
        public void accept(T answer, Throwable failure) {
            if (failure != null) {
                close();
            }
        }

        private void close() {
            if (begun.compareAndSet(false, true)) {
                try {
                    cancelExchange.run();
                } catch (RuntimeException | Error fault) {
                    thrown = fault;
                }
            }
        }

        /** Whoever cancels hears what closing threw. */
        void finish() {
            close();
            if (thrown instanceof RuntimeException unchecked) {
                throw unchecked;
            } else if (thrown instanceof Error error) {
                throw error;
            }
        }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CallFuture<>(cancelExchange);
    }

    /** {@return the error of a call that was cancelled before anything came} */
    public static LlmException cancelled() {
        return LlmException.builder(ErrorKind.CANCELLED, "the call was cancelled")
                .build();
    }
}
