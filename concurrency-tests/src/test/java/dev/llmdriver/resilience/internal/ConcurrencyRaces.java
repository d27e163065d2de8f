package dev.llmdriver.resilience.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.llmdriver.concurrency.Futures;
import dev.llmdriver.resilience.internal.gate.Gate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** So many at one time: no place is lost, none given to two, and who waits gets one. */
final class ConcurrencyRaces {
    private ConcurrencyRaces() {}

    private static ConcurrencyGate gate() {
        return new ConcurrencyGate(1, Duration.ofSeconds(1));
    }

    @JCStressTest
    @State
    @Outcome(id = "answer, 0, 1", expect = ACCEPTABLE, desc = "the place went from one to the other")
    @Outcome(expect = FORBIDDEN, desc = "a place was lost or doubled, or somebody waits for ever")
    public static class LeaveAndEnter {
        private final ConcurrencyGate gate = gate();
        private final Gate.Pass held = gate.enter(Asks.of()).join();
        private CompletableFuture<Gate.Pass> entering = new CompletableFuture<>();

        @Actor
        public void leave() {
            held.end(Asks.NOTHING_LEFT);
        }

        @Actor
        public void enter() {
            entering = gate.enter(Asks.of());
        }

        @Arbiter
        public void look(LLL_Result r) {
            r.r1 = Futures.end(entering);
            r.r2 = gate.free();
            entering.join().end(Asks.NOTHING_LEFT);
            r.r3 = gate.free();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "(answer|cancelled), 1", expect = ACCEPTABLE, desc = "the place is free when both are gone")
    @Outcome(expect = FORBIDDEN, desc = "a place was lost or doubled")
    public static class LeaveAndGiveUp {
        private final ConcurrencyGate gate = gate();
        private final Gate.Pass held = gate.enter(Asks.of()).join();
        private final CompletableFuture<Gate.Pass> waits = gate.enter(Asks.of());

        @Actor
        public void leave() {
            held.end(Asks.NOTHING_LEFT);
        }

        @Actor
        public void giveUp() {
            waits.cancel(true);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = Futures.end(waits);
            if (!waits.isCompletedExceptionally()) {
                waits.join().end(Asks.NOTHING_LEFT);
            }
            r.r2 = gate.free();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "answer, answer, 2", expect = ACCEPTABLE, desc = "both places went on")
    @Outcome(expect = FORBIDDEN, desc = "a place was lost or doubled, or somebody waits for ever")
    public static class TwoLeaveAndTwoWait {
        private final ConcurrencyGate gate = new ConcurrencyGate(2, Duration.ofSeconds(1));
        private final Gate.Pass one = gate.enter(Asks.of()).join();
        private final Gate.Pass other = gate.enter(Asks.of()).join();
        private final CompletableFuture<Gate.Pass> first = gate.enter(Asks.of());
        private final CompletableFuture<Gate.Pass> second = gate.enter(Asks.of());

        @Actor
        public void one() {
            one.end(Asks.NOTHING_LEFT);
        }

        @Actor
        public void other() {
            other.end(Asks.NOTHING_LEFT);
        }

        @Arbiter
        public void look(LLL_Result r) {
            r.r1 = Futures.end(first);
            r.r2 = Futures.end(second);
            first.join().end(Asks.NOTHING_LEFT);
            second.join().end(Asks.NOTHING_LEFT);
            r.r3 = gate.free();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "answer, 1", expect = ACCEPTABLE, desc = "in time")
    @Outcome(id = "limit_exceeded, 1", expect = ACCEPTABLE, desc = "too late")
    @Outcome(expect = FORBIDDEN, desc = "a place was lost or doubled, or somebody waits for ever")
    public static class LeaveAndTimeout {
        private final ConcurrencyGate gate = gate();
        private final Gate.Pass held = gate.enter(Asks.of()).join();
        private final Asks.Timed timed = new Asks.Timed();
        private final CompletableFuture<Gate.Pass> waits = gate.enter(timed.ask());

        @Actor
        public void leave() {
            held.end(Asks.NOTHING_LEFT);
        }

        @Actor
        public void ring() {
            timed.bell().ringNext();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = Futures.end(waits);
            if (!waits.isCompletedExceptionally()) {
                waits.join().end(Asks.NOTHING_LEFT);
            }
            r.r2 = gate.free();
        }
    }
}
