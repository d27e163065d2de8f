/** Decorators over the contract: deadline, retry, fallback, limits, budget, breaker, cache. */
module dev.llmdriver.resilience {
    requires transitive dev.llmdriver;
    requires io.github.bucket4j.core;
    requires static org.jspecify;

    exports dev.llmdriver.resilience;
}
