package dev.llmdriver.limits.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.resilience.LimitStoreProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "redis://host, host:6379/0",
        "redis://host:7000/3, host:7000/3",
        "redis://:p%40ssword@host/, host:6379/0",
        "rediss://user:password@host:7000/12, host:7000/12"
    })
    void anAddressIsReadAndShownWithoutWhatLetsIn(String address, String shown) {
        try (RedisLimitStore store = RedisLimitStore.of(address)) {
            assertThat(store).hasToString("RedisLimitStore[" + shown + "]");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "p4ss",
                "host:6379",
                "http://:p4ss@host",
                "redis://:p4ss",
                "redis://:p4#ss@host",
                "redis://:p4 ss@host",
                "redis://:p4ss@host/zero",
                "redis://:p4ss@host:65536",
                "redis://host?password=p4ss"
            })
    void whatIsNoAddressIsToldWithoutRepeatingIt(String address) {
        assertThatThrownBy(() -> RedisLimitStore.of(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected the address of a Redis such as redis://host:6379/0")
                .hasMessageNotContaining("p4")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{a", "a}"})
    void aPrefixHasNoBraces(String prefix) {
        assertThatThrownBy(() -> RedisLimitStore.of("redis://host", prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + prefix + "'");
    }

    @Test
    void itIsFoundByWhoReadsAConfiguration() {
        LimitStoreProvider provider =
                ServiceLoader.load(LimitStoreProvider.class).findFirst().orElseThrow();

        assertThat(provider.schemes()).containsExactlyInAnyOrder("redis", "rediss");
        assertThat(provider.open("redis://host")).isInstanceOf(RedisLimitStore.class);
    }
}
