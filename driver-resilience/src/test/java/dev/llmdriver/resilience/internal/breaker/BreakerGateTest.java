package dev.llmdriver.resilience.internal.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ModelRef;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.internal.gate.Ask;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.resilience.internal.gate.Outcome;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BreakerGateTest {
    private final BreakerGate gate = new BreakerGate(50, 4, 2, Duration.ofHours(1));
    private final CallContext call = CallContext.of(Scheduler.system());

    private CompletableFuture<Gate.Pass> ask(String model) {
        return ask(gate, model, call);
    }

    private static CompletableFuture<Gate.Pass> ask(Gate gate, String model, CallContext call) {
        Ask ask = new Ask(
                new ModelRef("p", model),
                call,
                () -> {
                    throw new AssertionError("a breaker does not count tokens");
                },
                waiting -> {},
                CallOptions.none());
        return gate.enter(ask);
    }

    /** The names may be those of an application's users. */
    @Test
    void ofVeryManyTargetsTheLeastUsedAreForgotten() {
        for (int i = 0; i < 3 * BreakerGate.MOST; i++) {
            assertThat(ask("model-" + i)).isCompleted();
        }
        assertThat(gate.size()).isBetween(1L, (long) BreakerGate.MOST);
    }

    private static void fail(CompletableFuture<Gate.Pass> entered) {
        LlmException down = LlmException.builder(ErrorKind.SERVER_ERROR, "down").build();
        entered.join().end(new Outcome(Optional.empty(), Optional.of(down), 1));
    }

    @Test
    void aClockThatIsSetBackKeepsNobodyOut() {
        Adjusted clock = new Adjusted();
        CallContext later = CallContext.of(clock);
        Gate brief = new BreakerGate(50, 4, 2, Duration.ofSeconds(30));
        fail(ask(brief, "model", later));
        fail(ask(brief, "model", later));
        assertThat(ask(brief, "model", later)).isCompletedExceptionally();

        clock.now = clock.now.minus(Duration.ofHours(1));
        clock.nanos += Duration.ofSeconds(31).toNanos();

        assertThat(ask(brief, "model", later)).isCompleted();
    }

    /** A machine's clocks, one of which somebody sets. */
    private static final class Adjusted implements Scheduler {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");
        private long nanos;

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public Alarm schedule(Duration delay, Runnable task) {
            throw new AssertionError("a breaker sets no alarm");
        }
    }

    /** Whoever may name models could else have those asked again that are spared. */
    @Test
    void namesThatSomebodyMakesUpCloseNoCircuit() {
        for (int i = 0; i < 2; i++) {
            fail(ask("down"));
        }
        for (int i = 0; i < 3 * BreakerGate.MOST; i++) {
            for (int again = 0; again < 5; again++) {
                assertThat(ask("model-" + i)).isCompleted();
            }
        }
        assertThat(ask("down")).isCompletedExceptionally();
    }

    /** Where nothing works at a provider, each name that is asked for opens a circuit. */
    @Test
    void ofVeryManyTargetsThatAreDownTheLeastUsedAreForgotten() {
        for (int i = 0; i < 3 * BreakerGate.MOST; i++) {
            fail(ask("model-" + i));
            fail(ask("model-" + i));
        }
        assertThat(gate.size()).isBetween(1L, 2L * BreakerGate.MOST);
    }

    @Test
    void aTargetThatWorksAgainIsOneOfManyAgain() {
        Adjusted clock = new Adjusted();
        CallContext later = CallContext.of(clock);
        BreakerGate brief = new BreakerGate(50, 4, 2, Duration.ofSeconds(30));
        fail(ask(brief, "model", later));
        fail(ask(brief, "model", later));
        assertThat(brief).hasToString("BreakerGate{p:model=OPEN}");
        clock.nanos += Duration.ofSeconds(31).toNanos();

        ask(brief, "model", later).join().responding();

        assertThat(brief).hasToString("BreakerGate{p:model=CLOSED}");
        assertThat(brief.size()).isEqualTo(1);
        assertThat(ask(brief, "model", later)).isCompleted();
    }

    @Test
    void aTargetThatIsAskedOftenIsNotForgotten() {
        for (int i = 0; i < 2; i++) {
            fail(ask("busy"));
        }
        for (int i = 0; i < 3 * BreakerGate.MOST; i++) {
            assertThat(ask("model-" + i)).isCompleted();
            assertThat(ask("busy")).isCompletedExceptionally();
        }
    }
}
