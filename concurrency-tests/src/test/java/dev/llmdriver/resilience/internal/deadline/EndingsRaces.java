package dev.llmdriver.resilience.internal.deadline;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.concurrency.Futures;
import dev.llmdriver.concurrency.Wire;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A client is closed on another thread than its calls begin and end on. */
final class EndingsRaces {
    private EndingsRaces() {}

    @JCStressTest
    @State
    @Outcome(id = "cancelled, closed", expect = ACCEPTABLE, desc = "found among the others, or found closed")
    @Outcome(expect = FORBIDDEN, desc = "a call that nobody ends before its deadline, or anything else")
    public static class BeginAndClose {
        private final Bounded bounded = new Bounded();
        private CompletableFuture<ChatResponse> answer;

        @Actor
        public void begin() {
            answer = bounded.generate();
        }

        @Actor
        public void close() {
            bounded.endings.close();
        }

        @Arbiter
        public void look(LL_Result r) {
            bounded.bell.ringDue(); // what begins afterwards ends by an alarm without delay
            r.r1 = Futures.end(answer);
            r.r2 = bounded.rest();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "answer, kept", expect = ACCEPTABLE, desc = "answered in time")
    @Outcome(id = "cancelled, closed", expect = ACCEPTABLE, desc = "too late")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class AnswerAndClose {
        private final Bounded bounded = new Bounded();
        private final CompletableFuture<ChatResponse> answer = bounded.generate();

        @Actor
        public void wire() {
            bounded.wire.reply().complete(Wire.ANSWER);
        }

        @Actor
        public void close() {
            bounded.endings.close();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = Futures.end(answer);
            r.r2 = bounded.rest();
        }
    }
}
