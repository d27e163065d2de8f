package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static dev.llmdriver.resilience.ScriptedEngine.answer;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static dev.llmdriver.resilience.ScriptedEngine.hinted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Attempt;
import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ColdStartRetryTest {
    private final ManualScheduler clock = new ManualScheduler();
    private final List<ChatEvent.Waiting> waits = new ArrayList<>();
    private final CallContext call = CallContext.of(clock, 6, waits::add);

    private CompletableFuture<ChatResponse> start(ScriptedEngine engine) {
        return new RetryEngine(engine, RetryPolicy.defaults()).generate(HELLO, call);
    }

    @Test
    void aLoadingModelIsWaitedForAsLongAsItEstimates() {
        ScriptedEngine engine =
                new ScriptedEngine(failure(hinted(ErrorKind.MODEL_LOADING, Duration.ofSeconds(60))), answer("hi"));

        CompletableFuture<ChatResponse> future = start(engine);
        clock.advance(Duration.ofSeconds(66));

        assertThat(future.join().text()).isEqualTo("hi");
        assertThat(Duration.ofNanos(engine.sentAt.get(1))).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(66));
        assertThat(waits).extracting(ChatEvent.Waiting::reason).containsExactly(ChatEvent.WaitReason.COLD_START);
        assertThat(engine.purposes(call)).containsExactly(Attempt.Purpose.FIRST, Attempt.Purpose.COLD_START);
    }

    @Test
    void askingWhetherItIsReadyCostsNoAttempts() {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.MODEL_LOADING));

        CompletableFuture<ChatResponse> future = start(engine);
        clock.advance(Duration.ofMinutes(5));

        assertThat(future).isCompletedExceptionally();
        // 2 + 4 + 8 s, then every 10 s: ten more fit into 120 s
        assertThat(engine.requests).hasValue(14);
        assertThat(call.ledger().remaining()).isEqualTo(5);
        assertThat(waits)
                .extracting(wait -> wait.estimate().orElseThrow().toSeconds())
                .startsWith(2L, 4L, 8L, 10L, 10L);
    }

    @Test
    void anEstimateBeyondTheBudgetFailsAtOnce() {
        ScriptedEngine engine = new ScriptedEngine(failure(hinted(ErrorKind.MODEL_LOADING, Duration.ofSeconds(121))));

        assertThat(start(engine)).isCompletedExceptionally();
        assertThat(clock.pendingAlarms()).isZero();
    }

    @Test
    void aPolicyOfOneAttemptDoesNotWaitEither() {
        ScriptedEngine engine = new ScriptedEngine(failure(ErrorKind.MODEL_LOADING));

        CompletableFuture<ChatResponse> future = new RetryEngine(engine, RetryPolicy.never()).generate(HELLO, call);

        assertThat(future).isCompletedExceptionally();
        assertThat(engine.requests).hasValue(1);
    }
}
