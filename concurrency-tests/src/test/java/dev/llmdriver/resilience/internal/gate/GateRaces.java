package dev.llmdriver.resilience.internal.gate;

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

/** What a gate gives out comes back, once, whoever gives up when. */
final class GateRaces {
    private GateRaces() {}

    @JCStressTest
    @State
    @Outcome(id = "0 open, even", expect = ACCEPTABLE, desc = "not let through, or given back and closed")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class StreamGrantAndCancel {
        private final Turnstile gate = new Turnstile();
        private final Ear ear = gate.subscribe(1);

        @Actor
        public void grant() {
            gate.open();
        }

        @Actor
        public void cancel() {
            ear.subscription().cancel();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = ear.toString();
            r.r2 = gate.rest();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "2, 2 open", expect = ACCEPTABLE, desc = "what was asked for before and after was passed on")
    @Outcome(expect = FORBIDDEN, desc = "demand was lost or made up")
    public static class StreamGrantAndRequest {
        private final Turnstile gate = new Turnstile();
        private final Ear ear = gate.subscribe(1);

        @Actor
        public void grant() {
            gate.open();
        }

        @Actor
        public void request() {
            ear.subscription().request(1);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = gate.wire.demand();
            gate.wire.text();
            gate.wire.text();
            r.r2 = ear.toString();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0 (open|server_error), even", expect = ACCEPTABLE, desc = "refused, heard or not")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class StreamRefuseAndCancel {
        private final Turnstile gate = new Turnstile();
        private final Ear ear = gate.subscribe(1);

        @Actor
        public void refuse() {
            gate.refuse();
        }

        @Actor
        public void cancel() {
            ear.subscription().cancel();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = ear.toString();
            r.r2 = gate.rest();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = "[012] (open|complete), even",
            expect = ACCEPTABLE,
            desc = "given back once, by the end or the cancel")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class StreamFinishAndCancel {
        private final Turnstile gate = new Turnstile().open();
        private final Ear ear = gate.subscribe(9);

        @Actor
        public void finish() {
            gate.wire.text();
            gate.wire.finish();
        }

        @Actor
        public void cancel() {
            ear.subscription().cancel();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = ear.toString();
            r.r2 = gate.rest();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = "0 (open|server_error), even",
            expect = ACCEPTABLE,
            desc = "given back once, by the error or the cancel")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class StreamFailAndCancel {
        private final Turnstile gate = new Turnstile().open();
        private final Ear ear = gate.subscribe(9);

        @Actor
        public void fail() {
            gate.wire.fail();
        }

        @Actor
        public void cancel() {
            ear.subscription().cancel();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = ear.toString();
            r.r2 = gate.rest();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "cancelled, even", expect = ACCEPTABLE, desc = "not let through, or given back and closed")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class CallGrantAndCancel {
        private final Turnstile gate = new Turnstile();
        private final CompletableFuture<ChatResponse> answer = gate.generate();

        @Actor
        public void grant() {
            gate.open();
        }

        @Actor
        public void cancel() {
            answer.cancel(true);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = Futures.end(answer);
            r.r2 = gate.rest();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = "(answer|cancelled), even",
            expect = ACCEPTABLE,
            desc = "given back once, by the answer or the cancel")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class CallAnswerAndCancel {
        private final Turnstile gate = new Turnstile().open();
        private final CompletableFuture<ChatResponse> answer = gate.generate();

        @Actor
        public void answer() {
            gate.wire.reply().complete(Wire.ANSWER);
        }

        @Actor
        public void cancel() {
            answer.cancel(true);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = Futures.end(answer);
            r.r2 = gate.rest();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = "(server_error|cancelled), even",
            expect = ACCEPTABLE,
            desc = "given back once, by the error or the cancel")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class CallFailAndCancel {
        private final Turnstile gate = new Turnstile().open();
        private final CompletableFuture<ChatResponse> answer = gate.generate();

        @Actor
        public void fail() {
            gate.wire.reply().completeExceptionally(Wire.failure());
        }

        @Actor
        public void cancel() {
            answer.cancel(true);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = Futures.end(answer);
            r.r2 = gate.rest();
        }
    }
}
