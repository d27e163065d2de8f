package dev.llmdriver.resilience.internal.course;

import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.CallFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One call with a whole answer, taken along its course until it is answered or given up.
 *
 * @param <E> what is run
 * @param <T> type of the answer
 */
public final class UnaryCourse<E, T> {
    private final Course<E> course;
    private final BiFunction<E, CallContext, CompletableFuture<T>> source;
    private final Cancellation cancellation = new Cancellation();
    private final CallFuture<T> result = CallFuture.create(this::stop);

    private UnaryCourse(Course<E> course, BiFunction<E, CallContext, CompletableFuture<T>> source) {
        this.course = course;
        this.source = source;
    }

    /** Begins a course. */
    public static <E, T> CompletableFuture<T> start(
            Course<E> course, BiFunction<E, CallContext, CompletableFuture<T>> source) {
        UnaryCourse<E, T> walk = new UnaryCourse<>(course, source);
        walk.take(course.begin());
        return walk.result;
    }

    /** Reached by every end but an answer, for the future's failure stops the exchange. */
    private void stop() {
        try {
            cancellation.cancel();
        } finally {
            course.ended(false);
        }
    }

    private void take(Step<E> step) {
        if (cancellation.isCancelled()) {
            return;
        }
        if (step instanceof Step.Run<E> run) {
            run(run);
        } else if (step instanceof Step.Wait<E> wait) {
            waitFor(wait);
        } else if (step instanceof Step.Fail<E> fail) {
            result.fail(Courses.complete(course, fail.failure()));
        }
    }

    private void run(Step.Run<E> run) {
        CompletableFuture<T> sent = begin(run);
        cancellation.set(() -> sent.cancel(true));
        CompletionStage<T> answered = sent;
        answered.whenComplete(this::ended);
    }

    private CompletableFuture<T> begin(Step.Run<E> run) {
        try {
            return source.apply(run.target(), run.call());
        } catch (Throwable thrown) { // errors too: nobody else would end the call
            return CompletableFuture.failedFuture(thrown);
        }
    }

    private void ended(@Nullable T answer, @Nullable Throwable thrown) {
        if (thrown == null) {
            course.responding();
            course.ended(true);
            result.complete(answer);
        } else if (!result.isDone()) {
            take(Courses.after(course, LlmException.of(thrown)));
        }
    }

    private void waitFor(Step.Wait<E> wait) {
        course.call().waiting(wait.event());
        CompletableFuture<Step<E>> next = wait.next();
        // Said before anybody listens: the wait may be over, and the way to stop what follows must stay.
        cancellation.set(() -> next.cancel(true));
        CompletionStage<Step<E>> over = next;
        over.whenComplete((step, thrown) -> take(Courses.woken(course, step, thrown)));
    }
}
