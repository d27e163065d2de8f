package dev.llmdriver.resilience.internal;

import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.internal.Tries.Pause;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallFuture;
import dev.llmdriver.spi.Scheduler;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call with a whole answer, tried until it is answered or not worth another try.
 *
 * @param <T> type of the answer
 */
public final class UnaryRetry<T> {
    private final Function<CallContext, CompletableFuture<T>> source;
    private final Tries tries;
    private final Cancellation cancellation = new Cancellation();
    private final CallFuture<T> result = CallFuture.create(cancellation::cancel);

    private UnaryRetry(Function<CallContext, CompletableFuture<T>> source, Tries tries) {
        this.source = source;
        this.tries = tries;
    }

    /** Begins the first try. */
    public static <T> CompletableFuture<T> start(Function<CallContext, CompletableFuture<T>> source, Tries tries) {
        UnaryRetry<T> retry = new UnaryRetry<>(source, tries);
        retry.attempt(tries.call());
        return retry.result;
    }

    private void attempt(CallContext context) {
        if (cancellation.isCancelled()) {
            return;
        }
        CompletableFuture<T> sent = begin(context);
        cancellation.set(() -> sent.cancel(true));
        CompletionStage<T> answered = sent;
        answered.whenComplete(this::ended);
    }

    private CompletableFuture<T> begin(CallContext context) {
        try {
            return source.apply(context);
        } catch (RuntimeException thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
    }

    private void ended(@Nullable T answer, @Nullable Throwable thrown) {
        if (thrown == null) {
            tries.answered();
            result.complete(answer);
        } else if (!result.isDone()) {
            failed(LlmException.of(thrown));
        }
    }

    private void failed(LlmException failure) {
        Optional<Pause> pause = tries.after(failure);
        if (pause.isPresent()) {
            waitFor(pause.get());
        } else {
            result.fail(tries.complete(failure));
        }
    }

    private void waitFor(Pause pause) {
        tries.announce(pause);
        CallContext next = tries.contextAfter(pause);
        // Said before the alarm is set: it may ring at once, and the next try's own way to be stopped must stay.
        CompletableFuture<Scheduler.Alarm> alarm = new CompletableFuture<>();
        cancellation.set(() -> alarm.thenAccept(Scheduler.Alarm::cancel));
        alarm.complete(next.scheduler().schedule(pause.time(), () -> attempt(next)));
    }
}
