package dev.llmdriver.resilience.internal.course;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.llmdriver.concurrency.Ear;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Demand, failures, ends of waits and cancels come from anywhere; the subscriber hears one thing after the other. */
final class StreamCourseRaces {
    private StreamCourseRaces() {}

    @JCStressTest
    @State
    @Outcome(id = "0 open, ended", expect = ACCEPTABLE, desc = "nothing is left open, whoever was first")
    @Outcome(expect = FORBIDDEN, desc = "the second exchange was forgotten")
    public static class FailAndCancel {
        private final Detour detour = Detour.atOnce();
        private final Ear ear = detour.subscribe(1);

        @Actor
        public void fail() {
            detour.first.fail();
        }

        @Actor
        public void cancel() {
            ear.subscription().cancel();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = ear.toString();
            r.r2 = detour.rest();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "2, 2 open", expect = ACCEPTABLE, desc = "all demand reached the second exchange")
    @Outcome(expect = FORBIDDEN, desc = "demand was lost or made up")
    public static class FailAndRequest {
        private final Detour detour = Detour.atOnce();
        private final Ear ear = detour.subscribe(1);

        @Actor
        public void fail() {
            detour.first.fail();
        }

        @Actor
        public void request() {
            ear.subscription().request(1);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = detour.second.demand();
            for (long i = detour.second.demand(); i > 0; i--) {
                detour.second.text();
            }
            r.r2 = ear.toString();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "2, 2 open", expect = ACCEPTABLE, desc = "one delivered, one asked for besides")
    @Outcome(expect = FORBIDDEN, desc = "demand was lost or made up")
    public static class EventAndRequest {
        private final Detour detour = Detour.atOnce();
        private final Ear ear = detour.subscribe(1);

        @Actor
        public void event() {
            detour.first.text();
        }

        @Actor
        public void request() {
            ear.subscription().request(1);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = detour.first.demand();
            detour.first.text();
            r.r2 = ear.toString();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "2 (open|complete), ended", expect = ACCEPTABLE, desc = "the cancel came after the answer's event")
    @Outcome(id = "[01] (open|complete), ended", expect = ACCEPTABLE, desc = "the cancel came before it")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class FinishAndCancel {
        private final Detour detour = Detour.atOnce();
        private final Ear ear = detour.subscribe(9);

        @Actor
        public void finish() {
            detour.first.text();
            detour.first.finish();
        }

        @Actor
        public void cancel() {
            ear.subscription().cancel();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = ear.toString();
            r.r2 = detour.rest();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1 server_error, ended", expect = ACCEPTABLE, desc = "after content nothing is tried again")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class FailAfterContentAndRequest {
        private final Detour detour = Detour.atOnce();
        private final Ear ear = detour.subscribe(1);

        @Actor
        public void fail() {
            detour.first.text();
            detour.first.fail();
        }

        @Actor
        public void request() {
            ear.subscription().request(1);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = ear.toString();
            r.r2 = detour.rest();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = "[01] open, ended, (true|false)",
            expect = ACCEPTABLE,
            desc = "nothing is left open, whoever was first")
    @Outcome(expect = FORBIDDEN, desc = "an exchange was forgotten")
    public static class WaitOverAndCancel {
        private final Detour detour = Detour.afterAWait();
        private final Ear ear = detour.subscribe(2);

        public WaitOverAndCancel() {
            detour.first.fail();
        }

        @Actor
        public void over() {
            detour.endTheWait();
        }

        @Actor
        public void cancel() {
            ear.subscription().cancel();
        }

        @Arbiter
        public void look(LLL_Result r) {
            r.r1 = ear.toString();
            r.r2 = detour.rest();
            r.r3 = detour.wait.isCancelled();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 0 open", expect = ACCEPTABLE, desc = "the wait was over before anybody asked")
    @Outcome(id = "0, 1 open", expect = ACCEPTABLE, desc = "the demand went into hearing of the wait")
    @Outcome(expect = FORBIDDEN, desc = "demand was lost, made up, or spent twice")
    public static class WaitOverAndRequest {
        private final Detour detour = Detour.afterAWait();
        private final Ear ear = detour.subscribe(0);

        public WaitOverAndRequest() {
            detour.first.fail();
        }

        @Actor
        public void over() {
            detour.endTheWait();
        }

        @Actor
        public void request() {
            ear.subscription().request(1);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = detour.second.demand();
            r.r2 = ear.toString();
        }
    }
}
