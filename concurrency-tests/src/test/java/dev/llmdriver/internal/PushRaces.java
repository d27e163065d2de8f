package dev.llmdriver.internal;

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

/** One end, signals that never overlap, no lost demand: the subscriber's side against the connection's. */
final class PushRaces {
    private PushRaces() {}

    @JCStressTest
    @State
    @Outcome(id = "[01] open, CANCELLED cancelled closed", expect = ACCEPTABLE, desc = "with or without the event")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class CancelAndEvent {
        private final OpenStream open = OpenStream.direct();
        private final Ear ear = open.subscribe(2);

        @Actor
        public void wire() {
            open.wire.text();
        }

        @Actor
        public void cancel() {
            ear.subscription().cancel();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = ear.toString();
            r.r2 = open.end();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1 complete, COMPLETED answer kept", expect = ACCEPTABLE, desc = "the end was first")
    @Outcome(id = "[01] open, CANCELLED cancelled closed", expect = ACCEPTABLE, desc = "the cancel was first")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class CancelAndComplete {
        private final OpenStream open = OpenStream.direct();
        private final Ear ear = open.subscribe(2);

        @Actor
        public void wire() {
            open.wire.finish();
        }

        @Actor
        public void cancel() {
            open.stream.cancel();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = ear.toString();
            r.r2 = open.end();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0 server_error, FAILED server_error kept", expect = ACCEPTABLE, desc = "the error was first")
    @Outcome(id = "0 open, CANCELLED cancelled closed", expect = ACCEPTABLE, desc = "the cancel was first")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class CancelAndError {
        private final OpenStream open = OpenStream.direct();
        private final Ear ear = open.subscribe(2);

        @Actor
        public void wire() {
            open.wire.fail();
        }

        @Actor
        public void cancel() {
            open.stream.cancel();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = ear.toString();
            r.r2 = open.end();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "2, 2 open", expect = ACCEPTABLE, desc = "all that was asked for passed on, once, and delivered")
    @Outcome(expect = FORBIDDEN, desc = "demand was lost or made up")
    public static class RequestTwice {
        private final OpenStream open = OpenStream.direct();
        private final Ear ear = open.subscribe(0);

        @Actor
        public void one() {
            ear.subscription().request(1);
        }

        @Actor
        public void other() {
            ear.subscription().request(1);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = open.wire.demand();
            for (long i = open.wire.demand(); i > 0; i--) {
                open.wire.text();
            }
            r.r2 = ear.toString();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "2, 2 open", expect = ACCEPTABLE, desc = "the event, and the one asked for meanwhile")
    @Outcome(expect = FORBIDDEN, desc = "an event or demand was lost, or signals overlapped")
    public static class RequestAndEvent {
        private final OpenStream open = OpenStream.direct();
        private final Ear ear = open.subscribe(1);

        @Actor
        public void wire() {
            open.wire.text();
        }

        @Actor
        public void request() {
            ear.subscription().request(1);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = open.wire.demand();
            open.wire.text();
            r.r2 = ear.toString();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = "[01], 0 open, CANCELLED cancelled closed",
            expect = ACCEPTABLE,
            desc = "asked for before or not at all")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class RequestAndCancel {
        private final OpenStream open = OpenStream.direct();
        private final Ear ear = open.subscribe(0);

        @Actor
        public void request() {
            ear.subscription().request(1);
        }

        @Actor
        public void cancel() {
            ear.subscription().cancel();
        }

        @Arbiter
        public void look(LLL_Result r) {
            r.r1 = open.wire.demand();
            r.r2 = ear.toString();
            r.r3 = open.end();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = "1 complete, COMPLETED answer kept",
            expect = ACCEPTABLE,
            desc = "an end needs no demand, its event does")
    @Outcome(expect = FORBIDDEN, desc = "the end was lost or came before the event")
    public static class RequestAndComplete {
        private final OpenStream open = OpenStream.direct();
        private final Ear ear = open.subscribe(0);

        @Actor
        public void wire() {
            open.wire.finish(); // what stood in the socket when the last demand came
        }

        @Actor
        public void request() {
            ear.subscription().request(1);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = ear.toString();
            r.r2 = open.end();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "[01] IllegalArgumentException, CANCELLED cancelled closed", expect = ACCEPTABLE, desc = "3.9")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class BadRequestAndEvent {
        private final OpenStream open = OpenStream.direct();
        private final Ear ear = open.subscribe(2);

        @Actor
        public void wire() {
            open.wire.text();
        }

        @Actor
        public void request() {
            ear.subscription().request(0);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = ear.toString();
            r.r2 = open.end();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "3 complete, COMPLETED answer kept", expect = ACCEPTABLE, desc = "everything, in order, then the end")
    @Outcome(expect = FORBIDDEN, desc = "something was lost, doubled or overlapped")
    public static class WireAndCallbackThread {
        private final OpenStream open = OpenStream.hopping();
        private final Ear ear = open.subscribe(9);

        @Actor
        public void wire() {
            open.wire.text();
            open.wire.text();
            open.wire.finish();
        }

        @Actor
        public void callbacks() {
            open.hops.run();
        }

        @Arbiter
        public void look(LL_Result r) {
            open.hops.run();
            r.r1 = ear.toString();
            r.r2 = open.end();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "3 complete, COMPLETED answer kept", expect = ACCEPTABLE, desc = "the end was first")
    @Outcome(id = "[0-3] open, CANCELLED cancelled closed", expect = ACCEPTABLE, desc = "the cancel was first")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class WireAndCallbackThreadAndCancel {
        private final OpenStream open = OpenStream.hopping();
        private final Ear ear = open.subscribe(9);

        @Actor
        public void wire() {
            open.wire.text();
            open.wire.text();
            open.wire.finish();
        }

        @Actor
        public void callbacks() {
            open.hops.run();
        }

        @Actor
        public void cancel() {
            open.stream.cancel();
        }

        @Arbiter
        public void look(LL_Result r) {
            open.hops.run();
            r.r1 = ear.toString();
            r.r2 = open.end();
        }
    }
}
