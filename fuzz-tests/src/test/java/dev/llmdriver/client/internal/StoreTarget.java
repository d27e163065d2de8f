package dev.llmdriver.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.fuzz.FuzzTarget;
import dev.llmdriver.fuzz.Input;
import dev.llmdriver.limits.redis.RedisLimitStore;
import java.util.List;

/** Where limits are counted: a store at that address, or a refusal; in neither stands the password. */
public final class StoreTarget implements FuzzTarget {
    private static final String PASSWORD = "pAss0123";

    @Override
    public void feed(byte[] bytes) {
        Input input = Input.of(bytes);
        String address = input.has(1) ? "redis://me:" + PASSWORD + input.text() + "@redis.test:6379/0" : input.text();
        try (RedisLimitStore store = (RedisLimitStore) StoreAddress.open(address)) {
            assertThat(store.toString()).doesNotContain(PASSWORD);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageMatching("(?s)(expected|nothing on the path).*");
            if (input.has(1)) {
                assertThat(refused.toString() + refused.getCause()).doesNotContain(PASSWORD);
            }
        }
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                Input.raw(0, "redis://:p%40ss@host:6379/5"),
                Input.raw(0, "rediss://[::1]"),
                Input.raw(0, "redis://h:99999/"),
                Input.raw(0, "redis://h:999999999999/999999999"),
                Input.raw(0, "rediss://u@h?timeout=1s#1"),
                Input.raw(0, "hazelcast://h"),
                Input.raw(0, "redis:h"),
                Input.raw(1, "%25"),
                Input.raw(1, " /x"),
                Input.raw(1, "?x"));
    }
}
