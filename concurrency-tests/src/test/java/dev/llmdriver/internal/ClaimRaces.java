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

/** A stream is claimed once, whoever comes first, and a cancelled one never. */
final class ClaimRaces {
    private ClaimRaces() {}

    @JCStressTest
    @State
    @Outcome(id = "0 open, 0 IllegalStateException, 1", expect = ACCEPTABLE, desc = "the first one has it")
    @Outcome(id = "0 IllegalStateException, 0 open, 1", expect = ACCEPTABLE, desc = "the second one has it")
    @Outcome(expect = FORBIDDEN, desc = "both, none, or more than one exchange")
    public static class TwoSubscribers {
        private final OpenStream open = OpenStream.direct();
        private final Ear one = new Ear(1);
        private final Ear other = new Ear(1);

        @Actor
        public void one() {
            open.stream.subscribe(one);
        }

        @Actor
        public void other() {
            open.stream.subscribe(other);
        }

        @Arbiter
        public void look(LLL_Result r) {
            r.r1 = one.toString();
            r.r2 = other.toString();
            r.r3 = open.wire.begun();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0 open, refused, 1", expect = ACCEPTABLE, desc = "the subscriber has it")
    @Outcome(id = "0 IllegalStateException, reads, 1", expect = ACCEPTABLE, desc = "the reader has it")
    @Outcome(expect = FORBIDDEN, desc = "both, none, or more than one exchange")
    public static class SubscriberAndReader {
        private final OpenStream open = OpenStream.direct();
        private final Ear ear = new Ear(1);

        @Actor
        public void subscribe() {
            open.stream.subscribe(ear);
        }

        @Actor
        public void read(LLL_Result r) {
            try {
                var unused = open.stream.iterator();
                r.r2 = "reads";
            } catch (IllegalStateException claimed) {
                r.r2 = "refused";
            }
        }

        @Arbiter
        public void look(LLL_Result r) {
            r.r1 = ear.toString();
            r.r3 = open.wire.begun();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = "0 IllegalStateException, CANCELLED cancelled kept",
            expect = ACCEPTABLE,
            desc = "cancelled before the claim")
    @Outcome(id = "0 open, CANCELLED cancelled (kept|closed)", expect = ACCEPTABLE, desc = "cancelled after it")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class SubscribeAndCancel {
        private final OpenStream open = OpenStream.direct();
        private final Ear ear = new Ear(1);

        @Actor
        public void subscribe() {
            open.stream.subscribe(ear);
        }

        @Actor
        public void cancel() {
            open.stream.cancel();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = ear.toString();
            r.r2 = open.end();
            boolean left = open.wire.begun() > 0 && open.wire.cancels() == 0;
            if (left) {
                r.r2 = "an exchange was left open";
            }
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "refused, CANCELLED cancelled kept", expect = ACCEPTABLE, desc = "cancelled before the claim")
    @Outcome(id = "reads, CANCELLED cancelled (kept|closed)", expect = ACCEPTABLE, desc = "cancelled after it")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class ReadAndCancel {
        private final OpenStream open = OpenStream.direct();

        @Actor
        public void read(LL_Result r) {
            try {
                var unused = open.stream.iterator();
                r.r1 = "reads";
            } catch (IllegalStateException claimed) {
                r.r1 = "refused";
            }
        }

        @Actor
        public void cancel() {
            open.stream.cancel();
        }

        @Arbiter
        public void look(LL_Result r) {
            boolean left = open.wire.begun() > 0 && open.wire.cancels() == 0;
            r.r2 = left ? "an exchange was left open" : open.end();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, CANCELLED cancelled kept", expect = ACCEPTABLE, desc = "one end")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class CancelTwiceBeforeTheClaim {
        private final OpenStream open = OpenStream.direct();

        @Actor
        public void one() {
            open.stream.cancel();
        }

        @Actor
        public void other() {
            open.stream.cancel();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = open.wire.begun() + 1;
            r.r2 = open.end();
        }
    }
}
