package dev.llmdriver.resilience.internal.deadline;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.concurrency.Bell;
import dev.llmdriver.concurrency.Futures;
import dev.llmdriver.concurrency.Wire;
import dev.llmdriver.spi.CallContext;
import java.time.Duration;
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

    private static final class Client {
        final Wire wire = new Wire();
        final Bell bell = new Bell();
        final Endings endings = new Endings();
        private final CallContext call = CallContext.of(bell);
        private final Deadline deadline = new Deadline(Wire.REF, call, Duration.ofSeconds(1), endings);

        CompletableFuture<ChatResponse> generate() {
            return deadline.bound(() -> wire.generate(Wire.REQUEST, call));
        }

        /** Whether the connection was closed, and whether an alarm was left behind. */
        String rest() {
            return (wire.cancels() > 0 ? "closed" : "kept") + (bell.pending() > 0 ? ", an alarm left" : "");
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "cancelled, closed", expect = ACCEPTABLE, desc = "found among the others, or found closed")
    @Outcome(expect = FORBIDDEN, desc = "a call that nobody ends before its deadline, or anything else")
    public static class BeginAndClose {
        private final Client client = new Client();
        private CompletableFuture<ChatResponse> answer;

        @Actor
        public void begin() {
            answer = client.generate();
        }

        @Actor
        public void close() {
            client.endings.close();
        }

        @Arbiter
        public void look(LL_Result r) {
            client.bell.ringDue(); // what begins afterwards ends by an alarm without delay
            r.r1 = Futures.end(answer);
            r.r2 = client.rest();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "answer, kept", expect = ACCEPTABLE, desc = "answered in time")
    @Outcome(id = "cancelled, closed", expect = ACCEPTABLE, desc = "too late")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class AnswerAndClose {
        private final Client client = new Client();
        private final CompletableFuture<ChatResponse> answer = client.generate();

        @Actor
        public void wire() {
            client.wire.reply().complete(Wire.ANSWER);
        }

        @Actor
        public void close() {
            client.endings.close();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = Futures.end(answer);
            r.r2 = client.rest();
        }
    }
}
