package dev.llmdriver.spi;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

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
        completeExceptionally(LlmException.of(failure));
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        boolean first = super.completeExceptionally(failure);
        if (first) {
            // From outside, orTimeout's clock included; a stage that fails by itself does not pass here.
            cancelExchange.run();
        }
        return first;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        cancelExchange.run();
        return cancelled;
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
