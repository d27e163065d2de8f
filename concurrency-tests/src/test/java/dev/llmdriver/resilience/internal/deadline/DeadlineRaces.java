package dev.llmdriver.resilience.internal.deadline;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.concurrency.Ear;
import dev.llmdriver.concurrency.Futures;
import dev.llmdriver.concurrency.Wire;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** The alarm rings on another thread than the events come on. */
final class DeadlineRaces {
    private DeadlineRaces() {}

    @JCStressTest
    @State
    @Outcome(id = "0 timeout, closed", expect = ACCEPTABLE, desc = "however short the time is")
    @Outcome(expect = FORBIDDEN, desc = "the end before or amid the beginning")
    public static class SubscribeAndExpire {
        private final Bounded bounded = new Bounded();
        private final Ear ear = new Ear(1);

        @Actor
        public void subscribe() {
            bounded.subscribe(ear);
        }

        @Actor
        public void expire() {
            bounded.bell.ringNext();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = ear.toString();
            r.r2 = bounded.rest();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "[0-3] timeout, closed", expect = ACCEPTABLE, desc = "after the events that were on their way")
    @Outcome(expect = FORBIDDEN, desc = "overlapping, or events after the end")
    public static class EventsAndExpire {
        private final Bounded bounded = new Bounded();
        private final Ear ear = bounded.subscribe(new Ear(9));

        @Actor
        public void wire() {
            bounded.wire.text();
            bounded.wire.text();
            bounded.wire.text();
        }

        @Actor
        public void expire() {
            bounded.bell.ringNext();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = ear.toString();
            r.r2 = bounded.rest();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1 complete, kept", expect = ACCEPTABLE, desc = "answered in time")
    @Outcome(id = "0 timeout, closed", expect = ACCEPTABLE, desc = "too late")
    @Outcome(expect = FORBIDDEN, desc = "a whole answer, and then an error; or anything else")
    public static class FinishAndExpire {
        private final Bounded bounded = new Bounded();
        private final Ear ear = bounded.subscribe(new Ear(9));

        @Actor
        public void wire() {
            bounded.wire.finish();
        }

        @Actor
        public void expire() {
            bounded.bell.ringNext();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = ear.toString();
            r.r2 = bounded.rest();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0 server_error, kept", expect = ACCEPTABLE, desc = "failed in time")
    @Outcome(id = "0 timeout, closed", expect = ACCEPTABLE, desc = "too late")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class ErrorAndExpire {
        private final Bounded bounded = new Bounded();
        private final Ear ear = bounded.subscribe(new Ear(9));

        @Actor
        public void wire() {
            bounded.wire.fail();
        }

        @Actor
        public void expire() {
            bounded.bell.ringNext();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = ear.toString();
            r.r2 = bounded.rest();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "[01] (open|timeout), closed", expect = ACCEPTABLE, desc = "given up, in time or not")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class EventAndCancelAndExpire {
        private final Bounded bounded = new Bounded();
        private final Ear ear = bounded.subscribe(new Ear(9));

        @Actor
        public void wire() {
            bounded.wire.text();
        }

        @Actor
        public void cancel() {
            ear.subscription().cancel();
        }

        @Actor
        public void expire() {
            bounded.bell.ringNext();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = ear.toString();
            r.r2 = bounded.rest();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "answer, kept", expect = ACCEPTABLE, desc = "answered in time")
    @Outcome(id = "timeout, closed", expect = ACCEPTABLE, desc = "too late")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class AnswerAndExpire {
        private final Bounded bounded = new Bounded();
        private final CompletableFuture<ChatResponse> answer = bounded.generate();

        @Actor
        public void wire() {
            bounded.wire.reply().complete(Wire.ANSWER);
        }

        @Actor
        public void expire() {
            bounded.bell.ringNext();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = Futures.end(answer);
            r.r2 = bounded.rest();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "(cancelled|timeout), closed", expect = ACCEPTABLE, desc = "given up, in time or not")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class CancelAndExpire {
        private final Bounded bounded = new Bounded();
        private final CompletableFuture<ChatResponse> answer = bounded.generate();

        @Actor
        public void cancel() {
            answer.cancel(true);
        }

        @Actor
        public void expire() {
            bounded.bell.ringNext();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = Futures.end(answer);
            r.r2 = bounded.rest();
        }
    }
}
