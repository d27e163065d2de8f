package dev.llmdriver.resilience.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.llmdriver.Price;
import dev.llmdriver.concurrency.Futures;
import dev.llmdriver.resilience.Limit;
import dev.llmdriver.resilience.Limit.Span;
import dev.llmdriver.resilience.Limit.Unit;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.resilience.LimitStore.Share;
import dev.llmdriver.resilience.RetryBudget;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** What is reserved is settled once: the sum of what is left and what was used is the limit, always. */
final class LimitRaces {
    private LimitRaces() {}

    private static Limit limit(Unit unit, long most) {
        return new Limit("wire", unit, Span.DAY, most, ZoneOffset.UTC);
    }

    private static LimitStore store() {
        return new InProcessLimitStore(new ManualScheduler());
    }

    private static String word(CompletionStage<LimitStore.Verdict> verdict) {
        return verdict.toCompletableFuture().join() instanceof LimitStore.Reservation ? "taken" : "wait";
    }

    @JCStressTest
    @State
    @Outcome(id = "taken, wait, 0", expect = ACCEPTABLE, desc = "one of both")
    @Outcome(id = "wait, taken, 0", expect = ACCEPTABLE, desc = "one of both")
    @Outcome(expect = FORBIDDEN, desc = "more than the limit, or less than fits")
    public static class TakeTheLastTwice {
        private final Limit limit = limit(Unit.REQUESTS, 1);
        private final LimitStore store = store();

        @Actor
        public void one(LLL_Result r) {
            r.r1 = word(store.take(List.of(new Share(limit, 1))));
        }

        @Actor
        public void other(LLL_Result r) {
            r.r2 = word(store.take(List.of(new Share(limit, 1))));
        }

        @Arbiter
        public void look(LLL_Result r) {
            r.r3 = store.remaining(limit);
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"7", "8"},
            expect = ACCEPTABLE,
            desc = "settled once, by either")
    @Outcome(expect = FORBIDDEN, desc = "settled twice or not at all")
    public static class SettleTwice {
        private final Limit limit = limit(Unit.TOKENS, 10);
        private final LimitStore store = store();
        private final LimitStore.Reservation taken = (LimitStore.Reservation)
                store.take(List.of(new Share(limit, 5))).toCompletableFuture().join();

        @Actor
        public void one() {
            taken.settle(List.of(new Share(limit, 2)));
        }

        @Actor
        public void other() {
            taken.settle(List.of(new Share(limit, 3)));
        }

        @Arbiter
        public void look(L_Result r) {
            r.r1 = store.remaining(limit);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "answer, 1", expect = ACCEPTABLE, desc = "what came back went to the one in line")
    @Outcome(expect = FORBIDDEN, desc = "somebody waits for what is there, or a share was lost")
    public static class GiveBackAndEnter {
        private final Limit limit = limit(Unit.REQUESTS, 1);
        private final LimitStore store = store();
        private final RateLimitGate gate = rateLimit(limit, store);
        private final Gate.Pass held = gate.enter(Asks.of()).join();
        private CompletableFuture<Gate.Pass> entering = new CompletableFuture<>();

        @Actor
        public void giveBack() {
            held.end(Asks.NOTHING_LEFT);
        }

        @Actor
        public void enter() {
            entering = gate.enter(Asks.of());
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = Futures.end(entering);
            entering.join().end(Asks.NOTHING_LEFT);
            r.r2 = store.remaining(limit);
        }
    }

    private static RateLimitGate rateLimit(Limit limit, LimitStore store) {
        return new RateLimitGate(
                new RateLimitGate.Settings(List.of(limit), store, Duration.ofDays(2), 100, added -> {}));
    }

    @JCStressTest
    @State
    @Outcome(
            id = "(answer|cancelled), answer, 1",
            expect = ACCEPTABLE,
            desc = "the next in line has it, and all comes back")
    @Outcome(id = "answer, pending, 1", expect = ACCEPTABLE, desc = "let through before it gave up")
    @Outcome(expect = FORBIDDEN, desc = "somebody waits for what is there, or a share was lost")
    public static class GiveBackAndGiveUp {
        private final Limit limit = limit(Unit.REQUESTS, 1);
        private final LimitStore store = store();
        private final RateLimitGate gate = rateLimit(limit, store);
        private final Gate.Pass held = gate.enter(Asks.of()).join();
        private final CompletableFuture<Gate.Pass> first = gate.enter(Asks.of());
        private final CompletableFuture<Gate.Pass> second = gate.enter(Asks.of());

        @Actor
        public void giveBack() {
            held.end(Asks.NOTHING_LEFT);
        }

        @Actor
        public void giveUp() {
            first.cancel(true);
        }

        @Arbiter
        public void look(LLL_Result r) {
            r.r1 = Futures.end(first);
            r.r2 = Futures.end(second);
            end(first);
            end(second);
            r.r3 = store.remaining(limit);
        }

        private static void end(CompletableFuture<Gate.Pass> entering) {
            if (!entering.isCompletedExceptionally()) {
                entering.join().end(Asks.NOTHING_LEFT);
            }
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = "(970|800), 0",
            expect = ACCEPTABLE,
            desc = "what it cost, or all that was reserved; the budget adds up")
    @Outcome(expect = FORBIDDEN, desc = "booked twice, not at all, or something else")
    public static class AnswerAndCancelOfWhatIsPaid {
        private final Limit limit = limit(Unit.USD, 1000);
        private final LimitStore store = store();
        private final BudgetGate gate = new BudgetGate(new BudgetGate.Settings(
                List.of(limit), store, ref -> Optional.of(new Price(10_000_000, 10_000_000)), ref -> unknown(), false));
        private final Gate.Pass pass = gate.enter(Asks.of()).join();

        private static <T> CompletableFuture<T> unknown() {
            return CompletableFuture.failedFuture(new IllegalStateException());
        }

        @Actor
        public void answer() {
            pass.end(Asks.ANSWERED);
        }

        @Actor
        public void cancel() {
            pass.end(Asks.CANCELLED);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = store.remaining(limit);
            r.r2 = gate.overrun();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "one of both")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "one of both")
    @Outcome(expect = FORBIDDEN, desc = "the last token twice, or not at all")
    public static class TakeTheLastRetryTwice {
        private final RetryBudget budget = RetryBudget.of(1);

        @Actor
        public void one(LL_Result r) {
            r.r1 = budget.tryTake();
        }

        @Actor
        public void other(LL_Result r) {
            r.r2 = budget.tryTake();
        }
    }
}
