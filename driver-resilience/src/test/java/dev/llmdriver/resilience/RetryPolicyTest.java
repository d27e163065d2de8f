package dev.llmdriver.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private final RetryPolicy policy =
            RetryPolicy.builder().random(new Random(4711)).build();

    @Test
    void aBackoffLiesBetweenZeroAndTheDoubledBase() {
        List<Integer> bounds = List.of(500, 1000, 2000, 4000, 8000, 8000, 8000);
        for (int failed = 1; failed <= bounds.size(); failed++) {
            Duration bound = Duration.ofMillis(bounds.get(failed - 1));
            Duration longest = Duration.ZERO;
            Duration shortest = bound;
            for (int round = 0; round < 1000; round++) {
                Duration drawn = policy.backoff(failed);
                longest = drawn.compareTo(longest) > 0 ? drawn : longest;
                shortest = drawn.compareTo(shortest) < 0 ? drawn : shortest;
            }
            assertThat(longest)
                    .isLessThanOrEqualTo(bound)
                    .isGreaterThan(bound.multipliedBy(9).dividedBy(10));
            assertThat(shortest).isGreaterThanOrEqualTo(Duration.ZERO).isLessThan(bound.dividedBy(10));
        }
    }

    @Test
    void manyFailuresDoNotOverflow() {
        assertThat(policy.backoff(Integer.MAX_VALUE)).isBetween(Duration.ZERO, Duration.ofSeconds(8));
    }

    @Test
    void delaysThatNobodyLivesToSeeDoNotOverflow() {
        RetryPolicy atOnceTheLongest = RetryPolicy.builder()
                .baseDelay(ChronoUnit.FOREVER.getDuration())
                .random(new Random(4711))
                .build();
        RetryPolicy endless = RetryPolicy.builder()
                .baseDelay(Duration.ofDays(1000 * 365))
                .maxDelay(ChronoUnit.FOREVER.getDuration())
                .build();

        for (int failed : new int[] {1, 2, 31, Integer.MAX_VALUE}) {
            assertThat(atOnceTheLongest.backoff(failed)).isBetween(Duration.ZERO, Duration.ofSeconds(8));
            assertThat(endless.backoff(failed)).isPositive();
        }
    }

    @Test
    void aHintGrowsByATenthAtMost() {
        for (int round = 0; round < 1000; round++) {
            assertThat(policy.afterHint(Duration.ofSeconds(3)))
                    .isBetween(Duration.ofSeconds(3), Duration.ofMillis(3300));
        }
    }

    @Test
    void theLastDelayRepeatsIfThereAreMoreTries() {
        RetryPolicy fixed = RetryPolicy.builder()
                .delays(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)))
                .maxAttempts(5)
                .build();

        assertThat(fixed.maxAttempts()).isEqualTo(5);
        assertThat(fixed.backoff(4)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void nonsenseIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.builder().maxAttempts(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.builder().delays(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.builder().baseDelay(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> RetryBudget.of(-1));
    }
}
