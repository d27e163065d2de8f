package dev.llmdriver.soak;

/** What stands around a model. */
enum Sort {
    /** What every client has: deadline, retry, cold start. */
    PLAIN,
    /** Limits of requests, tokens and calls at a time, and a budget. */
    LIMITED,
    /** A circuit breaker. */
    GUARDED,
    /** Others that stand in. */
    FALLBACK,
    /** Kept answers. */
    CACHED,
    /** Several keys. */
    POOLED;

    /** {@return the name of the configured model} */
    String model(Wire wire) {
        return wire.id() + "-" + name().toLowerCase(java.util.Locale.ROOT);
    }
}
