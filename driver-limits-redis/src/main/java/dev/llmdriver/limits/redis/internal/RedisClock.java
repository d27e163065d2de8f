package dev.llmdriver.limits.redis.internal;

import java.time.Instant;

/** The time of the server, as it is believed to be here. Thread-safe. */
public interface RedisClock {
    /** {@return the time by which windows are reckoned; the server refuses those that it is not in} */
    Instant now();

    /** {@return the time that the server shall take for its own; the beginning of time if it looks for itself} */
    Instant told();

    /** Hears from the server what time it is there. */
    void heard(Instant now);
}
