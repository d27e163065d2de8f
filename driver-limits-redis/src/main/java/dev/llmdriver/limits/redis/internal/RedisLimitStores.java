package dev.llmdriver.limits.redis.internal;

import dev.llmdriver.limits.redis.RedisLimitStore;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.resilience.LimitStoreProvider;
import java.util.Set;

/** Found by those who read an address in their configuration. */
public final class RedisLimitStores implements LimitStoreProvider {
    /** Made by the loader of services. */
    public RedisLimitStores() {}

    @Override
    public Set<String> schemes() {
        return Addresses.SCHEMES;
    }

    @Override
    public LimitStore open(String address) {
        return RedisLimitStore.of(address);
    }
}
