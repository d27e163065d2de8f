package dev.llmdriver.limits.redis;

import dev.llmdriver.limits.redis.internal.RedisLink;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.resilience.LimitStoreContract;
import dev.llmdriver.testkit.ManualScheduler;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Counts in Redis as it would be counted in memory. */
class RedisLimitStoreTest extends LimitStoreContract {
    @TempDir
    static Path folder;

    private static RedisServer server;
    private static RedisLink link;
    private static int stores;

    @BeforeAll
    static void start() {
        server = RedisServer.start(folder);
        link = server.link();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            link.close();
            server.close();
        }
    }

    @Override
    protected LimitStore create(ManualScheduler time) {
        return new RedisLimitStore(link, "test-" + stores++, new GivenClock(time));
    }

    @Override
    protected void deliver(CompletableFuture<?> answer) {
        Answers.of(answer.handle((done, failure) -> null));
    }
}
