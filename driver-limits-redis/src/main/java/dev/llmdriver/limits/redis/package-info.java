/** {@link dev.llmdriver.limits.redis.RedisLimitStore}: limits and budgets that several processes share. */
@NullMarked
package dev.llmdriver.limits.redis;

import org.jspecify.annotations.NullMarked;
