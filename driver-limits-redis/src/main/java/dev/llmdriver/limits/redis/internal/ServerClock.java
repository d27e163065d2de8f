package dev.llmdriver.limits.redis.internal;

import java.time.Instant;

/** What the server said last, and the time that passed since. What the clock of this machine shows does not matter. */
public final class ServerClock implements RedisClock {
    private volatile Reading last = new Reading(Instant.EPOCH, System.nanoTime());

    /** Begins with any time, which the server corrects in its first answer. */
    public ServerClock() {}

    @Override
    public Instant now() {
        Reading reading = last;
        return reading.shown().plusNanos(System.nanoTime() - reading.at());
    }

    @Override
    public Instant told() {
        return Instant.MIN;
    }

    @Override
    public void heard(Instant now) {
        last = new Reading(now, System.nanoTime());
    }

    private record Reading(Instant shown, long at) {}
}
