package dev.llmdriver.limits.redis.internal;

import dev.llmdriver.resilience.Limit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the server said of limits, the latest of each. There may be limits of a million callers, so what was not asked for the longest is
 * forgotten: the server knows it still, and says so when a step takes it for something else. Thread-safe.
 */
final class Seen {
    /** Some megabytes, and more than are asked for between two looks at what is left of a model's limits. */
    static final int MOST = 10_000;

    private final Map<Limit, Counted> latest = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Limit, Counted> eldest) {
            return size() > MOST;
        }
    };

    synchronized Counted of(Limit limit) {
        return latest.getOrDefault(limit, Counted.NOTHING);
    }

    synchronized void note(Limit limit, Counted counted) {
        latest.put(limit, counted);
    }

    synchronized int size() {
        return latest.size();
    }
}
