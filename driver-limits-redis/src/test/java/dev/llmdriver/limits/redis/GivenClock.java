package dev.llmdriver.limits.redis;

import dev.llmdriver.limits.redis.internal.RedisClock;
import dev.llmdriver.spi.Scheduler;
import java.time.Instant;

/** A server whose time the test has in its hands, so that it crosses windows without waiting. */
record GivenClock(Scheduler server) implements RedisClock {
    @Override
    public Instant now() {
        return server.now();
    }

    @Override
    public Instant told() {
        return server.now();
    }

    @Override
    public void heard(Instant now) {}
}
