package dev.llmdriver.resilience.internal.breaker;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.llmdriver.CallOptions;
import dev.llmdriver.concurrency.Futures;
import dev.llmdriver.concurrency.Wire;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.internal.gate.Ask;
import dev.llmdriver.resilience.internal.gate.Gate;
import dev.llmdriver.resilience.internal.gate.Size;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** A half-open circuit lets one attempt through, and its permit always comes back. */
final class BreakerRaces {
    private static final Duration OPEN_FOR = Duration.ofSeconds(10);

    private BreakerRaces() {}

    /** A circuit whose time of being spared is over. */
    private static final class HalfOpen {
        private final ManualScheduler clock = new ManualScheduler();
        private final BreakerGate gate = new BreakerGate(50, 2, 2, OPEN_FOR);

        HalfOpen() {
            fail(enter().join());
            fail(enter().join());
            clock.advance(OPEN_FOR.multipliedBy(2));
        }

        CompletableFuture<Gate.Pass> enter() {
            Size size = new Size(OptionalLong.empty(), OptionalLong.empty());
            return gate.enter(new Ask(Wire.REF, CallContext.of(clock), () -> size, wait -> {}, CallOptions.none()));
        }

        void fail(Gate.Pass pass) {
            end(pass, Optional.of(Wire.failure()));
        }

        void answer(Gate.Pass pass) {
            end(pass, Optional.empty());
        }

        private static void end(Gate.Pass pass, Optional<LlmException> failure) {
            pass.end(new dev.llmdriver.resilience.internal.gate.Outcome(Optional.empty(), failure, 1));
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "answer, limit_exceeded", expect = ACCEPTABLE, desc = "one probes")
    @Outcome(id = "limit_exceeded, answer", expect = ACCEPTABLE, desc = "one probes")
    @Outcome(expect = FORBIDDEN, desc = "both, or nobody")
    public static class TwoEnter {
        private final HalfOpen circuit = new HalfOpen();

        @Actor
        public void one(LL_Result r) {
            r.r1 = Futures.end(circuit.enter());
        }

        @Actor
        public void other(LL_Result r) {
            r.r2 = Futures.end(circuit.enter());
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "answer", expect = ACCEPTABLE, desc = "closed again")
    @Outcome(expect = FORBIDDEN, desc = "the permit was lost, or counted twice")
    public static class ContentAndEnd {
        private final HalfOpen circuit = new HalfOpen();
        private final Gate.Pass probe = circuit.enter().join();

        @Actor
        public void content() {
            probe.responding();
        }

        @Actor
        public void end() {
            circuit.answer(probe);
        }

        @Arbiter
        public void look(L_Result r) {
            r.r1 = Futures.end(circuit.enter());
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = "limit_exceeded, limit_exceeded, answer",
            expect = ACCEPTABLE,
            desc = "open again; the next probe comes after its time")
    @Outcome(expect = FORBIDDEN, desc = "a permit was lost, or it is not open")
    public static class ProbeFailsAndAnotherEnters {
        private final HalfOpen circuit = new HalfOpen();
        private final Gate.Pass probe = circuit.enter().join();

        @Actor
        public void fail() {
            circuit.fail(probe);
        }

        @Actor
        public void enter(LLL_Result r) {
            r.r1 = Futures.end(circuit.enter());
        }

        @Arbiter
        public void look(LLL_Result r) {
            r.r2 = Futures.end(circuit.enter());
            circuit.clock.advance(OPEN_FOR.multipliedBy(2));
            r.r3 = Futures.end(circuit.enter());
        }
    }
}
