package dev.llmdriver.resilience.chain;

import dev.llmdriver.resilience.Resilience;
import dev.llmdriver.resilience.RetryBudget;
import dev.llmdriver.resilience.RetryPolicy;
import dev.llmdriver.spi.ChatEngine;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Which decorators there are.
 *
 * @param deadline of every call
 * @param maxAttempts of a target
 * @param retryTokens in the bucket against storms of retries
 */
record Chain(Duration deadline, int maxAttempts, int retryTokens) {
    static final Duration MAX_HINT = Duration.ofSeconds(30);

    static Chain plain() {
        return new Chain(Duration.ofMinutes(5), 3, 100);
    }

    /** {@return the chain over these targets, the first of which is the primary} */
    ChatEngine over(List<ChatEngine> targets, UnaryOperator<Resilience.Builder> change) {
        Resilience.Builder builder =
                Resilience.builder().deadline(deadline).retry(policy(), RetryBudget.of(retryTokens));
        return change.apply(builder).build().over(targets.get(0));
    }

    RetryPolicy policy() {
        return RetryPolicy.builder()
                .maxAttempts(maxAttempts)
                .maxHint(MAX_HINT)
                .random(new Random(1))
                .build();
    }
}
