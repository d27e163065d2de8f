package dev.llmdriver.soak.leak;

import dev.llmdriver.resilience.Limit;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts limits as the product does, and keeps each reservation, with what was booked for it in the end. Every eighth verdict comes late,
 * as from a store on another machine, so that some callers have given up by then. Thread-safe.
 */
public final class Books implements LimitStore {
    private static final int EIGHTH = 8;
    private static final Duration LATE = Duration.ofMillis(5);

    private final Scheduler clock;
    private final LimitStore counts;
    private final AtomicInteger asked = new AtomicInteger();
    /** Each stands under each of its shares. */
    private final Map<Amount, Queue<Taken>> taken = new ConcurrentHashMap<>();

    /** Begins with nothing taken. */
    public Books(Scheduler clock) {
        this.clock = clock;
        this.counts = LimitStore.inProcess(clock);
    }

    @Override
    public CompletionStage<Verdict> take(List<Share> shares) {
        CompletionStage<Verdict> verdict = counts.take(shares)
                .thenApply(known -> known instanceof Reservation granted ? keep(granted, shares) : known);
        return asked.incrementAndGet() % EIGHTH == 0 ? late(verdict) : verdict;
    }

    private CompletionStage<Verdict> late(CompletionStage<Verdict> verdict) {
        CompletableFuture<Verdict> later = new CompletableFuture<>();
        clock.schedule(LATE, () -> later.complete(verdict.toCompletableFuture().join()));
        return later;
    }

    private Taken keep(Reservation granted, List<Share> shares) {
        Taken kept = new Taken(granted, shares, new ConcurrentLinkedQueue<>());
        shares.forEach(share -> taken.computeIfAbsent(
                        new Amount(share.limit().unit(), share.limit().scope(), share.amount()),
                        once -> new ConcurrentLinkedQueue<>())
                .add(kept));
        return kept;
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

    /** {@return the reservations that were not settled once and no more; some are not yet while calls are under way} */
    public List<String> unsettled() {
        return taken.values().stream()
                .flatMap(Queue::stream)
                .filter(each -> each.settled().size() != 1)
                .map(Taken::toString)
                .distinct()
                .toList();
    }

    /**
     * Says what became of reservations.
     *
     * @param unit of what
     * @param scope whose limit
     * @param reserved how much
     * @return what was booked in the end, in the order in which they were taken; of what is not settled nothing
     */
    public List<Long> booked(Unit unit, String scope, long reserved) {
        return taken.getOrDefault(new Amount(unit, scope, reserved), new ConcurrentLinkedQueue<>()).stream()
                .flatMap(each -> each.booked(unit).stream())
                .toList();
    }

    private record Amount(Unit unit, String scope, long reserved) {}

    /** One reservation; its settlements should be one. */
    private record Taken(Reservation granted, List<Share> shares, Queue<List<Share>> settled) implements Reservation {
        @Override
        public CompletionStage<Void> settle(List<Share> used) {
            settled.add(used);
            return granted.settle(used);
        }

        Optional<Long> booked(Unit unit) {
            return settled.stream()
                    .limit(1)
                    .flatMap(List::stream)
                    .filter(share -> share.limit().unit() == unit)
                    .map(Share::amount)
                    .findFirst();
        }

        @Override
        public String toString() {
            return shares + " settled by " + settled;
        }
    }
}
