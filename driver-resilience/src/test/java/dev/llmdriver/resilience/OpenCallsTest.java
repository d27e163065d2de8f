package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static dev.llmdriver.resilience.ScriptedEngine.answer;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static dev.llmdriver.resilience.ScriptedEngine.silence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Closing ends what waits, too, and leaves nothing behind. */
class OpenCallsTest {
    private final ManualScheduler clock = new ManualScheduler();
    private final OpenCalls calls = OpenCalls.create();
    private final Listener listener = new Listener();

    private ChatEngine over(ChatEngine engine) {
        return Resilience.builder()
                .openCalls(calls)
                .retry(RetryPolicy.defaults(), RetryBudget.standard())
                .rateLimit(RateLimiter.builder("all")
                        .requests(Span.MINUTE, 1)
                        .maxWait(Duration.ofMinutes(4))
                        .store(LimitStore.inProcess(clock))
                        .build())
                .build()
                .over(engine);
    }

    private CompletableFuture<ChatResponse> ask(ChatEngine engine) {
        return engine.generate(HELLO, CallContext.of(clock));
    }

    private static LlmException errorOf(CompletableFuture<ChatResponse> future) {
        assertThat(future).isCompletedExceptionally();
        return (LlmException) future.handle((value, thrown) -> thrown).join();
    }

    private static void assertClosed(LlmException error) {
        assertThat(error.kind()).isEqualTo(ErrorKind.CANCELLED);
        assertThat(error.reason()).isEqualTo("closed");
    }

    @Test
    void aCallThatWaitsForItsNextTryEnds() {
        CompletableFuture<ChatResponse> waiting = ask(over(new ScriptedEngine(failure(ErrorKind.OVERLOADED))));
        assertThat(waiting).isNotDone();

        calls.close();
        calls.close();

        assertClosed(errorOf(waiting));
        assertThat(errorOf(waiting).attempts()).hasSize(1);
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void callsThatWaitForALimitEnd() {
        ScriptedEngine driver = new ScriptedEngine(answer("hi"));
        ChatEngine engine = over(driver);
        assertThat(ask(engine)).isCompleted();
        CompletableFuture<ChatResponse> waiting = ask(engine);
        engine.stream(HELLO, CallContext.of(clock)).subscribe(listener);
        listener.readAll();

        calls.close();

        assertClosed(errorOf(waiting));
        assertClosed((LlmException) listener.failure);
        assertThat(driver.requests).hasValue(1);
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void aCallThatWouldWaitAfterwardsEndsToo() {
        ChatEngine engine = over(new ScriptedEngine(answer("hi")));
        assertThat(ask(engine)).isCompleted();
        calls.close();

        CompletableFuture<ChatResponse> late = ask(engine);
        clock.advance(Duration.ZERO);

        assertClosed(errorOf(late));
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void aStreamUnderWayEndsAndItsConnectionIsClosed() {
        ScriptedEngine driver = new ScriptedEngine(silence("half"));
        over(driver).stream(HELLO, CallContext.of(clock)).subscribe(listener);
        listener.readAll();

        calls.close();

        assertClosed((LlmException) listener.failure);
        assertThat(driver.cancels).hasValue(1);
    }
}
