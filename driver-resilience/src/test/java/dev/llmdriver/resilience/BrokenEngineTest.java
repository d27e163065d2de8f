package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.internal.gate.GatedEngine;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** Engines that throw what is no exception, as those do of which a class is missing: calls end, and nothing stays taken. */
class BrokenEngineTest {
    private static final RetryPolicy EVERY_SECOND =
            RetryPolicy.builder().delays(List.of(Duration.ofSeconds(1))).build();

    private final ManualScheduler clock = new ManualScheduler();
    private final CallContext call = CallContext.of(clock);
    private final HeldGate gate = HeldGate.closed();
    private final Listener listener = new Listener();

    @Test
    void anAttemptBehindAGateEndsAndGivesItsPassBack() {
        CompletableFuture<ChatResponse> future = new GatedEngine(new Broken(0), gate).generate(HELLO, call);
        gate.letIn(0);

        assertBroken(failureOf(future));
        assertThat(gate.ends).hasSize(1);
    }

    @Test
    void aStreamBehindAGateEndsAndGivesItsPassBack() {
        new GatedEngine(new Broken(0), gate).stream(HELLO, call).subscribe(listener);
        listener.readAll();
        gate.letIn(0);

        assertBroken(LlmException.of(listener.failure));
        assertThat(gate.ends).hasSize(1);
    }

    @Test
    void aSecondTryEndsTheCall() {
        CompletableFuture<ChatResponse> future =
                Chains.retrying(new Broken(1), EVERY_SECOND).generate(HELLO, call);
        clock.advance(Duration.ofSeconds(1));

        assertBroken(failureOf(future));
    }

    @Test
    void aSecondTryEndsTheStream() {
        Chains.retrying(new Broken(1), EVERY_SECOND).stream(HELLO, call).subscribe(listener);
        listener.readAll();
        clock.advance(Duration.ofSeconds(1));

        assertBroken(listener.failure);
    }

    private static void assertBroken(Throwable thrown) {
        assertThat(thrown).isInstanceOf(LlmException.class).hasCauseInstanceOf(NoClassDefFoundError.class);
        assertThat(((LlmException) thrown).kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
    }

    private static Throwable failureOf(CompletableFuture<ChatResponse> future) {
        assertThat(future).isCompletedExceptionally();
        return future.handle((answer, thrown) -> LlmException.of(thrown)).join();
    }

    /** Is busy for some requests, then broken. */
    private static final class Broken extends ScriptedEngine {
        private final int busy;

        Broken(int busy) {
            super(failure(ErrorKind.OVERLOADED));
            this.busy = busy;
        }

        private void use() {
            if (requests.get() == busy) {
                throw new NoClassDefFoundError("scripted");
            }
        }

        @Override
        public CompletableFuture<ChatResponse> generate(ChatRequest request, CallContext attempt) {
            use();
            return super.generate(request, attempt);
        }

        @Override
        public Flow.Publisher<ChatEvent> stream(ChatRequest request, CallContext attempt) {
            use();
            return super.stream(request, attempt);
        }
    }
}
