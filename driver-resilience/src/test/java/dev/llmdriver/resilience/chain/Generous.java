package dev.llmdriver.resilience.chain;

import dev.llmdriver.resilience.Limit;
import dev.llmdriver.resilience.LimitStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A store that gives what it does not have. */
record Generous(LimitStore honest) implements LimitStore {
    @Override
    public CompletionStage<Verdict> take(List<Share> shares) {
        List<Share> nothing =
                shares.stream().map(share -> new Share(share.limit(), 0)).toList();
        return honest.take(nothing)
                .thenCompose(verdict -> verdict instanceof Reservation taken
                        ? taken.settle(shares).thenApply(done -> verdict)
                        : honest.take(shares));
    }

    @Override
    public CompletionStage<Wait> foresee(List<Share> shares) {
        return honest.foresee(shares);
    }

    @Override
    public CompletionStage<Void> close(List<Limit> limits, Duration time) {
        return honest.close(limits, time);
    }

    @Override
    public long remaining(Limit limit) {
        return honest.remaining(limit);
    }
}
