package dev.llmdriver.resilience;

import static dev.llmdriver.resilience.ScriptedEngine.HELLO;
import static dev.llmdriver.resilience.ScriptedEngine.answer;
import static dev.llmdriver.resilience.ScriptedEngine.failure;
import static dev.llmdriver.resilience.ScriptedEngine.hinted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private final ManualScheduler clock = new ManualScheduler();

    private void call(ScriptedEngine engine, RetryBudget budget) {
        var unused = Chains.retrying(engine, RetryPolicy.defaults(), budget).generate(HELLO, CallContext.of(clock));
        clock.advance(Duration.ofMinutes(1));
    }

    @Test
    void anOutageDoesNotDoubleTheLoad() {
        ScriptedEngine down = new ScriptedEngine(failure(ErrorKind.OVERLOADED));
        RetryBudget budget = RetryBudget.standard();

        for (int i = 0; i < 1000; i++) {
            call(down, budget);
        }

        assertThat(down.requests).hasValue(1100);
    }

    @Test
    void tenAnswersEarnARetry() {
        RetryBudget budget = RetryBudget.of(1);
        assertThat(budget.tryTake()).isTrue();
        assertThat(budget.tryTake()).isFalse();

        ScriptedEngine healthy = new ScriptedEngine(answer("hi"));
        for (int i = 0; i < 10; i++) {
            assertThat(budget.tryTake()).isFalse();
            call(healthy, budget);
        }

        assertThat(budget.tryTake()).isTrue();
    }

    @Test
    void retriesThatTheProviderAskedForAreFree() {
        ScriptedEngine limited =
                new ScriptedEngine(failure(hinted(ErrorKind.RATE_LIMITED, Duration.ofSeconds(1))), answer("hi"));

        call(limited, RetryBudget.of(0));

        assertThat(limited.requests).hasValue(2);
    }
}
