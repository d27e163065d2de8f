package dev.llmdriver.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.CancelledException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.LlmTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may close the exchange behind a future, and who may not. */
class CallFutureTest {
    private final AtomicInteger closed = new AtomicInteger();
    private final CountDownLatch closedOnce = new CountDownLatch(1);
    private final CallFuture<String> future = CallFuture.create(() -> {
        closed.incrementAndGet();
        closedOnce.countDown();
    });

    static Stream<Function<CompletableFuture<String>, CompletableFuture<?>>> derivations() {
        return Stream.of(
                each -> each,
                each -> each.thenApply(String::length),
                each -> each.thenApplyAsync(String::length),
                CompletableFuture::copy,
                each -> each.handle((value, failure) -> 1),
                each -> each.whenComplete((value, failure) -> {}),
                each -> each.exceptionally(failure -> ""),
                each -> each.thenAccept(value -> {}),
                each -> each.thenCompose(value -> new CompletableFuture<String>()),
                each -> each.thenCombine(new CompletableFuture<String>(), (left, right) -> left),
                each -> each.thenApply(String::length).thenApply(length -> length + 1));
    }

    @ParameterizedTest
    @MethodSource("derivations")
    void cancellingWhatComesOfItClosesTheExchange(
            Function<CompletableFuture<String>, CompletableFuture<?>> derivation) {
        CompletableFuture<?> derived = derivation.apply(future);
        assertThat(closed).hasValue(0);

        assertThat(derived.cancel(true)).isTrue();
        assertThat(derived).isCancelled();
        assertThat(closed.get()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("derivations")
    void aClockOfTheCallersClosesTheExchange(Function<CompletableFuture<String>, CompletableFuture<?>> derivation)
            throws Exception {
        CompletableFuture<?> late = derivation.apply(future).orTimeout(1, TimeUnit.MILLISECONDS);

        LlmException failure = late.<LlmException>handle((value, thrown) -> LlmException.of(thrown))
                .get(30, TimeUnit.SECONDS);
        assertThat(failure).isInstanceOf(LlmTimeoutException.class);
        assertThat(closedOnce.await(30, TimeUnit.SECONDS)).isTrue();
    }

    /** A dependent may block, and nobody shall pay for what is generated meanwhile. */
    @ParameterizedTest
    @MethodSource("derivations")
    void theExchangeIsClosedBeforeADependentRuns(Function<CompletableFuture<String>, CompletableFuture<?>> derivation) {
        CompletableFuture<?> cancelled = derivation.apply(future);
        CompletableFuture<Integer> seen = cancelled.handle((value, failure) -> closed.get());
        cancelled.cancel(true);
        assertThat(seen.join()).isPositive();

        closed.set(0);
        CompletableFuture<?> failed = derivation.apply(CallFuture.create(closed::incrementAndGet));
        CompletableFuture<Integer> seenToo = failed.handle((value, failure) -> closed.get());
        failed.completeExceptionally(new java.util.concurrent.TimeoutException());
        assertThat(seenToo.join()).isPositive();
    }

    @Test
    void anAnswerClosesNothing() {
        CompletableFuture<Integer> derived = future.thenApply(String::length);
        future.complete("Hi");

        assertThat(derived).isCompletedWithValue(2);
        assertThat(closed).hasValue(0);
    }

    @Test
    void aStageThatFailsByItselfClosesNothing() {
        CompletableFuture<Integer> derived = future.thenApply(text -> {
            throw new IllegalStateException("mine");
        });
        future.complete("Hi");

        assertThat(derived).isCompletedExceptionally();
        assertThat(closed).hasValue(0);
    }

    @Test
    void aMinimalStageHasNoSuchRight() {
        CompletableFuture<String> shared = future.minimalCompletionStage().toCompletableFuture();

        assertThat(shared.cancel(true)).isTrue();
        assertThat(closed).hasValue(0);
        assertThat(future).isNotDone();
    }

    @Test
    void failingUnwraps() {
        LlmException error = LlmException.builder(ErrorKind.OVERLOADED, "busy").build();
        future.fail(new java.util.concurrent.CompletionException(error));

        assertThat(future.handle((value, failure) -> failure).join()).isSameAs(error);
    }

    @Test
    void aCancelledFutureUnwrapsToCancelled() {
        future.cancel(true);

        assertThat(LlmException.of(future.handle((value, failure) -> failure).join()))
                .isInstanceOf(CancelledException.class);
    }
}
