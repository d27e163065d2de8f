package dev.llmdriver.micrometer.internal;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallFuture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/** Watches futures and streams. */
final class Watched {
    private Watched() {}

    /**
     * {@return the answer of a source, given on after the run has seen it, so that whoever has the answer finds it measured; cancelling
     * it cancels the source}
     */
    static <R> CompletableFuture<R> future(Run<R> run, Supplier<CompletableFuture<R>> source) {
        CompletableFuture<R> sent = sent(run, source);
        CallFuture<R> result = CallFuture.create(() -> sent.cancel(true));
        CompletionStage<R> answered = sent;
        answered.whenComplete((answer, failure) -> {
            if (failure == null) {
                run.answered(answer);
                result.complete(answer);
            } else {
                run.failed(end(run, failure));
                result.fail(failure);
            }
        });
        return result;
    }

    private static <R> CompletableFuture<R> sent(Run<R> run, Supplier<CompletableFuture<R>> source) {
        try {
            return source.get();
        } catch (RuntimeException | Error thrown) {
            run.failed(LlmException.of(thrown));
            throw thrown;
        }
    }

    /** {@return how a run ended: who cancels once the deadline is past is not the caller but the decorator that keeps it} */
    static LlmException end(Run<?> run, Throwable thrown) {
        LlmException failure = LlmException.of(thrown);
        boolean late = run.call().remaining().map(Duration::isZero).orElse(false);
        return late && failure.kind() == ErrorKind.CANCELLED
                ? LlmException.builder(ErrorKind.TIMEOUT, "the call's deadline passed")
                        .reason("deadline")
                        .build()
                : failure;
    }

    /** Subscribes to a source whose events are given on after the run has seen them. */
    static void stream(
            Run<ChatResponse> run,
            Supplier<Flow.Publisher<ChatEvent>> source,
            Flow.Subscriber<? super ChatEvent> subscriber) {
        try {
            source.get().subscribe(new WatchedStream(run, subscriber));
        } catch (RuntimeException | Error thrown) {
            run.failed(LlmException.of(thrown)); // or the run would never end
            throw thrown;
        }
    }
}
