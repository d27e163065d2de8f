package dev.llmdriver.resilience;

import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** The store in memory while strangers come by all the time, so that whatever it may forget is forgotten between any two steps. */
class CrowdedLimitStoreTest extends LimitStoreContract {
    @Override
    protected LimitStore create(ManualScheduler time) {
        return new Crowded(LimitStore.inProcess(time), new AtomicLong());
    }

    private record Crowded(LimitStore store, AtomicLong strangers) implements LimitStore {
        private static final int EACH_TIME = 20;

        private LimitStore crowd() {
            for (int i = 0; i < EACH_TIME; i++) {
                store.remaining(new Limit(
                        "stranger " + strangers.incrementAndGet(), Unit.REQUESTS, Span.MINUTE, 1, ZoneOffset.UTC));
            }
            return store;
        }

        @Override
        public CompletionStage<Verdict> take(List<Share> shares) {
            return crowd().take(shares).thenApply(this::crowded);
        }

        private Verdict crowded(Verdict verdict) {
            return verdict instanceof Reservation held ? new CrowdedReservation(held, this) : verdict;
        }

        @Override
        public CompletionStage<Wait> foresee(List<Share> shares) {
            return crowd().foresee(shares);
        }

        @Override
        public CompletionStage<Void> close(List<Limit> limits, Duration time) {
            return crowd().close(limits, time);
        }

        @Override
        public long remaining(Limit limit) {
            return crowd().remaining(limit);
        }
    }

    private record CrowdedReservation(LimitStore.Reservation held, Crowded store) implements LimitStore.Reservation {
        @Override
        public CompletionStage<Void> settle(List<LimitStore.Share> used) {
            store.crowd();
            return held.settle(used);
        }
    }
}
