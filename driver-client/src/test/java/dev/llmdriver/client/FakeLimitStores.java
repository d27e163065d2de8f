package dev.llmdriver.client;

import dev.llmdriver.resilience.Limit;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.resilience.LimitStoreProvider;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Counts in memory, at addresses that outlive a client. */
public final class FakeLimitStores implements LimitStoreProvider {
    private static final Map<String, Fake> STORES = new ConcurrentHashMap<>();

    static Fake at(String address) {
        return STORES.computeIfAbsent(address, added -> new Fake(LimitStore.inProcess(new ManualScheduler())));
    }

    @Override
    public Set<String> schemes() {
        return Set.of("fake");
    }

    @Override
    public LimitStore open(String address) {
        if (address.endsWith("/wrong")) {
            throw new IllegalArgumentException("expected another path");
        }
        return at(address);
    }

    static final class Fake implements LimitStore, AutoCloseable {
        private final LimitStore counts;
        volatile int closed;
        Runnable onClose = () -> {};

        Fake(LimitStore counts) {
            this.counts = counts;
        }

        @Override
        public CompletionStage<Verdict> take(List<Share> shares) {
            return counts.take(shares);
        }

        @Override
        public CompletionStage<Wait> foresee(List<Share> shares) {
            return counts.foresee(shares);
        }

        @Override
        public CompletionStage<Void> close(List<Limit> limits, Duration time) {
            return counts.close(limits, time);
        }

        @Override
        public long remaining(Limit limit) {
            return counts.remaining(limit);
        }

        @Override
        public synchronized void close() {
            closed++;
            onClose.run();
        }
    }
}
