package dev.llmdriver.limits.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.function.Function;

/** Looks into a Redis past the store. */
final class Console {
    private Console() {}

    static <T> T run(String address, Function<RedisCommands<String, String>, T> command) {
        RedisClient client = RedisClient.create(address);
        try {
            return command.apply(client.connect().sync());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }
}
