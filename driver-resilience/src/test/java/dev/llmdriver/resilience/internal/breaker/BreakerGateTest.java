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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BreakerGateTest {
    private final BreakerGate gate = new BreakerGate(50, 4, 2, Duration.ofHours(1));
    private final CallContext call = CallContext.of(Scheduler.system());

    private CompletableFuture<Gate.Pass> ask(String model) {
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

    @Test
    void aTargetThatIsAskedOftenIsNotForgotten() {
        LlmException down = LlmException.builder(ErrorKind.SERVER_ERROR, "down").build();
        for (int i = 0; i < 2; i++) {
            ask("busy").join().end(new Outcome(Optional.empty(), Optional.of(down), 1));
        }
        for (int i = 0; i < 3 * BreakerGate.MOST; i++) {
            assertThat(ask("model-" + i)).isCompleted();
            assertThat(ask("busy")).isCompletedExceptionally();
        }
    }
}
