package dev.llmdriver.resilience.internal.deadline;

import dev.llmdriver.spi.CallFuture;
import dev.llmdriver.spi.Scheduler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One whole answer, given up when its time is up.
 *
 * @param <T> type of the answer
 */
final class UnaryDeadline<T> {
    private final CompletableFuture<T> sent;

    /** Who stands further in hears of a late call as of a cancelled one: only this layer knows of the deadline. */
    private final CallFuture<T> result = CallFuture.create(this::stop);

    private volatile Scheduler.@Nullable Alarm alarm;

    private UnaryDeadline(CompletableFuture<T> sent) {
        this.sent = sent;
    }

    static <T> CompletableFuture<T> over(CompletableFuture<T> sent, Deadline deadline) {
        UnaryDeadline<T> bounded = new UnaryDeadline<>(sent);
        bounded.alarm = deadline.alarm(() -> bounded.result.fail(deadline.expired()));
        CompletionStage<T> answered = sent;
        answered.whenComplete(bounded::ended);
        return bounded.result;
    }

    private void ended(@Nullable T answer, @Nullable Throwable failure) {
        callOff();
        if (failure == null) {
            result.complete(answer);
        } else {
            result.fail(failure);
        }
    }

    /** Reached by every end but an answer. */
    private void stop() {
        callOff();
        sent.cancel(true);
    }

    private void callOff() {
        Scheduler.Alarm set = alarm;
        if (set != null) {
            set.cancel();
        }
    }
}
