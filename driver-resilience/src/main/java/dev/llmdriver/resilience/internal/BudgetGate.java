package dev.llmdriver.resilience.internal;

import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Price;
import dev.llmdriver.error.LimitExceededException;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.Limit;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.resilience.LimitStore.Reservation;
import dev.llmdriver.resilience.LimitStore.Share;
import dev.llmdriver.resilience.LimitStore.Verdict;
import dev.llmdriver.resilience.LimitStore.Wait;
import dev.llmdriver.resilience.internal.gate.Ask;
import dev.llmdriver.resilience.internal.gate.Gate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** Lets attempts through that can be paid whatever they come to. Nobody waits here: money does not come back in a minute. */
public final class BudgetGate implements Gate {
    private final Settings settings;
    private final LongAdder overrun = new LongAdder();

    /** Creates a gate that let nobody through yet. */
    public BudgetGate(Settings settings) {
        this.settings = settings;
    }

    /**
     * What a budget is made of.
     *
     * @param limits of one scope, at least one
     * @param store counts
     * @param prices what is configured
     * @param facts asked for what is not
     * @param allowUnbounded whether what cannot be bounded is let through
     */
    public record Settings(
            List<Limit> limits,
            LimitStore store,
            Function<ModelRef, Optional<Price>> prices,
            Function<ModelRef, CompletionStage<ModelInfo>> facts,
            boolean allowUnbounded) {}

    /** {@return nano-dollars booked above reservations that were meant to be upper bounds} */
    public long overrun() {
        return overrun.sum();
    }

    @Override
    public CompletableFuture<Pass> enter(Ask ask) {
        Admission admission = new Admission(() -> {});
        terms(ask).thenCompose(terms -> reserve(ask, terms, admission)).exceptionally(failure -> {
            LlmException refused = LlmException.of(failure);
            admission.refuse(refused instanceof LimitExceededException ? refused : Refusal.storeFailed(ask, failure));
            return null;
        });
        return admission.pass();
    }

    private CompletionStage<Terms> terms(Ask ask) {
        Terms known = new Terms(
                settings.prices().apply(ask.ref()).filter(Cost::isPrice),
                ask.size().get());
        return known.bound().isPresent()
                ? CompletableFuture.completedFuture(known)
                : settings.facts().apply(ask.ref()).handle((model, failure) -> known.completedBy(model));
    }

    private CompletionStage<Void> reserve(Ask ask, Terms terms, Admission admission) {
        if (terms.bound().isEmpty() && !settings.allowUnbounded()) {
            throw Refusal.unbounded(ask, terms);
        }
        long most = terms.known();
        List<Share> shares =
                settings.limits().stream().map(limit -> new Share(limit, most)).toList();
        shares.stream().filter(share -> most > share.limit().most()).findFirst().ifPresent(share -> {
            throw Refusal.tooLarge(ask, share, "set a lower maxTokens, send less, or raise the budget");
        });
        return settings.store().take(shares).thenCompose(verdict -> decided(ask, terms, shares, verdict, admission));
    }

    private CompletionStage<Void> decided(
            Ask ask, Terms terms, List<Share> shares, Verdict verdict, Admission admission) {
        if (verdict instanceof Reservation reservation) {
            return admission.grant(reservation, shares, new BudgetPass(ask, terms, reservation, shares, overrun));
        } else if (verdict instanceof Wait wait) {
            long left = settings.store().remaining(wait.limit());
            admission.refuse(Refusal.overBudget(ask, wait, shares.get(0).amount(), left));
        }
        return CompletableFuture.completedFuture(null);
    }
}
