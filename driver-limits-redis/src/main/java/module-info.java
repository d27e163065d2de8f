/** Limits and budgets that several processes share, counted in Redis. */
@org.jspecify.annotations.NullMarked
module dev.llmdriver.limits.redis {
    requires transitive dev.llmdriver.resilience;
    requires lettuce.core;
    requires static org.jspecify;

    exports dev.llmdriver.limits.redis;

    provides dev.llmdriver.resilience.LimitStoreProvider with
            dev.llmdriver.limits.redis.internal.RedisLimitStores;
}
