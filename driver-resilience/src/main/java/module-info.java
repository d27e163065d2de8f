/** Decorators over the contract: deadline, retry, fallback, limits, budget, breaker, cache. */
module dev.llmdriver.resilience {
    requires transitive dev.llmdriver;
    requires com.github.benmanes.caffeine;
    requires io.github.resilience4j.circuitbreaker;
    requires io.github.resilience4j.core;
    requires io.github.bucket4j.core;
    requires static org.jspecify;

    exports dev.llmdriver.resilience;
}
