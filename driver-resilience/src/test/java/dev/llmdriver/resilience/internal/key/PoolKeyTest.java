package dev.llmdriver.resilience.internal.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ModelRef;
import dev.llmdriver.Secret;
import dev.llmdriver.error.ErrorKind;
import org.junit.jupiter.api.Test;

class PoolKeyTest {
    private final PoolKey key = new PoolKey("one", Secret.of("planted"));

    private static PoolKey.Rest until(long time) {
        return new PoolKey.Rest(ErrorKind.RATE_LIMITED, "", time);
    }

    @Test
    void restsForAModelUntilTheLaterTime() {
        ModelRef ref = new ModelRef("p", "m");
        key.rest(ref, until(20));
        key.rest(ref, until(10));
        assertThat(key.isReady(ref, 19)).isFalse();
        assertThat(key.isReady(ref, 20)).isTrue();
        assertThat(key.isReady(new ModelRef("p", "other"), 0)).isTrue();
    }

    /** The names may be those of an application's users. */
    @Test
    void remembersABoundedNumberOfModels() {
        for (int i = 0; i < 3 * PoolKey.MOST; i++) {
            key.rest(new ModelRef("p", "model-" + i), until(1));
        }
        assertThat(key.size()).isBetween(1L, (long) PoolKey.MOST);
    }
}
