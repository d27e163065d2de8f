package dev.llmdriver.resilience.internal;

import dev.llmdriver.Usage;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.resilience.LimitStore.Reservation;
import dev.llmdriver.resilience.LimitStore.Share;
import dev.llmdriver.resilience.internal.gate.Ask;
import dev.llmdriver.resilience.internal.gate.Fate;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.resilience.internal.gate.Outcome;
import dev.llmdriver.spi.CallContext;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt took of limits.
 *
 * @param ask the attempt
 * @param store where it was taken
 * @param reservation what was taken
 * @param shares the same
 * @param line who waits for it
 */
record RateLimitPass(Ask ask, LimitStore store, Reservation reservation, List<Share> shares, Line line)
        implements Gate.Pass {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver.resilience");

    @Override
    public void end(Outcome outcome) {
        List<Share> used = used(outcome);
        // First closed, then given back, or somebody slips through between the two.
        CompletionStage<Void> settled = CompletableFuture.completedFuture(outcome)
                .thenCompose(this::closing)
                .exceptionally(this::notClosed)
                .thenCompose(closed -> reservation.settle(used));
        settled.whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.log(Level.WARNING, "what " + ask.ref() + " used of its limits was not booked", failure);
            }
            line.changed();
        });
    }

    private @Nullable Void notClosed(Throwable failure) {
        LOG.log(Level.WARNING, "the limits of " + ask.ref() + " were not closed for the time that it named", failure);
        return null;
    }

    private CompletionStage<Void> closing(Outcome outcome) {
        return outcome.failure()
                .flatMap(this::closedFor)
                .map(time -> store.close(shares.stream().map(Share::limit).toList(), time))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    /**
     * A key of a pool rests in the pool, which also knows when it was replaced; a key or an address that a single call brought binds no
     * other, and what a provider says of a model says nothing of who asked.
     */
    private Optional<Duration> closedFor(LlmException failure) {
        boolean limited = failure.kind() == ErrorKind.RATE_LIMITED || failure.kind() == ErrorKind.QUOTA_EXHAUSTED;
        boolean pooled = ask.call().attribute(CallContext.KEY_LABEL).isPresent();
        return limited && !ask.ofCaller() && !pooled && !ask.hasOwnKey() && !ask.goesElsewhere()
                ? failure.retryAfter()
                : Optional.empty();
    }

    private List<Share> used(Outcome outcome) {
        return shares.stream()
                .map(share -> new Share(
                        share.limit(),
                        share.limit().unit() == Unit.TOKENS ? tokens(outcome, share.amount()) : requests(outcome)))
                .toList();
    }

    /** A call is one request of its caller, whatever we did for it; one that was neither answered nor sent is none. */
    private int requests(Outcome outcome) {
        if (!ask.ofCaller()) {
            return outcome.requests();
        }
        return outcome.left() || outcome.isAnswer() ? 1 : 0;
    }

    private static long tokens(Outcome outcome, long reserved) {
        long counted = outcome.usage().map(usage -> counted(usage, reserved)).orElse(reserved);
        return Fate.of(outcome).booked(reserved, counted);
    }

    private static long counted(Usage usage, long reserved) {
        if (usage.total().isPresent()) {
            return usage.total().getAsLong();
        }
        boolean some = usage.input().isPresent() || usage.output().isPresent();
        return some ? sum(usage.input().orElse(0), usage.output().orElse(0)) : reserved;
    }

    /** What a server says of its use may be anything, but never makes a limit larger. */
    private static long sum(long input, long output) {
        return input > Long.MAX_VALUE - output ? Long.MAX_VALUE : input + output;
    }
}
