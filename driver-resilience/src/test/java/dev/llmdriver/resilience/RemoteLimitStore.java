package dev.llmdriver.resilience;

import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A store whose every answer is a while on its way, as one that a fleet shares would be. */
record RemoteLimitStore(LimitStore store, Scheduler network) implements LimitStore {
    static final Duration ROUND_TRIP = Duration.ofMillis(1);

    private <T> CompletionStage<T> later(Supplier<CompletionStage<T>> question) {
        CompletableFuture<Void> arrival = new CompletableFuture<>();
        network.schedule(ROUND_TRIP, () -> arrival.complete(null));
        return arrival.thenCompose(arrived -> question.get());
    }

    @Override
    public CompletionStage<Verdict> take(List<Share> shares) {
        return later(() -> store.take(shares).thenApply(this::remote));
    }

    private Verdict remote(Verdict verdict) {
        return verdict instanceof Reservation here ? new RemoteReservation(here, this) : verdict;
    }

    @Override
    public CompletionStage<Wait> foresee(List<Share> shares) {
        return later(() -> store.foresee(shares));
    }

    @Override
    public CompletionStage<Void> close(List<Limit> limits, Duration time) {
        return later(() -> store.close(limits, time));
    }

    @Override
    public long remaining(Limit limit) {
        return store.remaining(limit);
    }

    private record RemoteReservation(Reservation there, RemoteLimitStore way) implements Reservation {
        @Override
        public CompletionStage<Void> settle(List<Share> used) {
            return way.later(() -> there.settle(used));
        }
    }
}
