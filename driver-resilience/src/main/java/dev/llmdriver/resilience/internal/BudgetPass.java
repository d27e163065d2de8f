package dev.llmdriver.resilience.internal;

import dev.llmdriver.resilience.LimitStore.Reservation;
import dev.llmdriver.resilience.LimitStore.Share;
import dev.llmdriver.resilience.internal.gate.Ask;
import dev.llmdriver.resilience.internal.gate.Fate;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.resilience.internal.gate.Outcome;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/**
 * What an attempt took of a budget.
 *
 * @param ask the attempt
 * @param terms its price
 * @param reservation what was taken
 * @param shares the same
 * @param overrun counts what came to more than a bound
 */
record BudgetPass(Ask ask, Terms terms, Reservation reservation, List<Share> shares, LongAdder overrun)
        implements Gate.Pass {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver.resilience");

    @Override
    public void end(Outcome outcome) {
        long reserved = shares.get(0).amount();
        long counted = outcome.usage().map(usage -> terms.cost(usage, reserved)).orElse(reserved);
        long booked = Fate.of(outcome).booked(reserved, counted);
        if (booked > reserved && terms.bound().isPresent()) {
            overran(reserved, booked);
        }
        List<Share> used =
                shares.stream().map(share -> new Share(share.limit(), booked)).toList();
        CompletionStage<Void> settled = CompletableFuture.completedFuture(used).thenCompose(reservation::settle);
        settled.whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.log(Level.WARNING, "what " + ask.ref() + " cost was not booked", failure);
            }
        });
    }

    private void overran(long reserved, long booked) {
        overrun.add(booked - reserved);
        LOG.log(
                Level.WARNING,
                () -> "a request to " + ask.ref() + " cost " + Refusal.dollars(booked) + ", more than its bound of "
                        + Refusal.dollars(reserved) + ": check the price and the limit of output that are configured");
    }
}
