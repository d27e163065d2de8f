package dev.llmdriver.demo.internal;

import dev.llmdriver.LlmProvider;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CallFuture;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** What cannot even begin fails as a future, like everything else. */
final class Futures {
    private Futures() {}

    static <T> CompletableFuture<T> of(Supplier<CompletableFuture<T>> call) {
        try {
            return call.get();
        } catch (LlmException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** {@return a call of the provider behind, begun as soon as that is there; one that was cancelled by then is not begun} */
    static <T> CompletableFuture<T> with(Backstage backstage, Function<LlmProvider, CompletableFuture<T>> call) {
        return of(() -> {
            CompletableFuture<LlmProvider> opened = backstage.opened();
            return opened.isDone() && !opened.isCompletedExceptionally()
                    ? call.apply(opened.join())
                    : later(opened, call);
        });
    }

    private static <T> CompletableFuture<T> later(
            CompletableFuture<LlmProvider> opened, Function<LlmProvider, CompletableFuture<T>> call) {
        CompletableFuture<CompletableFuture<T>> begun = new CompletableFuture<>();
        CallFuture<T> answer = CallFuture.create(() -> begun.thenAccept(exchange -> exchange.cancel(true)));
        opened.whenComplete((provider, failure) -> {
            if (failure != null) {
                answer.fail(failure);
            } else if (!answer.isDone()) {
                CompletableFuture<T> exchange = begin(provider, call);
                begun.complete(exchange);
                exchange.whenComplete((value, thrown) -> end(answer, value, thrown));
            }
        });
        return answer;
    }

    /** Whatever is thrown must reach who waits: no face is around this any more. */
    private static <T> CompletableFuture<T> begin(
            LlmProvider provider, Function<LlmProvider, CompletableFuture<T>> call) {
        try {
            return call.apply(provider);
        } catch (RuntimeException | Error thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
    }

    private static <T> void end(CallFuture<T> answer, T value, Throwable failure) {
        if (failure == null) {
            answer.complete(value);
        } else {
            answer.fail(failure);
        }
    }
}
