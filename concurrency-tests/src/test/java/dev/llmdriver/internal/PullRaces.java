package dev.llmdriver.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.llmdriver.ChatEvent;
import dev.llmdriver.error.LlmException;
import java.util.Iterator;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** A thread that reads is always woken: by an event, the end, a cancel, an interrupt. One that is not hangs, and the test fails. */
final class PullRaces {
    private PullRaces() {}

    /** {@return how many events there were, and how it ended} */
    private static String read(Iterator<ChatEvent> events) {
        int read = 0;
        try {
            while (events.hasNext()) {
                events.next();
                read++;
            }
            return read + " complete";
        } catch (LlmException failure) {
            return read + " " + failure.kind().wireName();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "3 complete, COMPLETED answer kept", expect = ACCEPTABLE, desc = "everything was read")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class ReadAndComplete {
        private final OpenStream open = OpenStream.direct();
        private final Iterator<ChatEvent> events = open.stream.iterator();

        @Actor
        public void wire() {
            open.wire.text();
            open.wire.text();
            open.wire.finish();
        }

        @Actor
        public void read(LL_Result r) {
            r.r1 = PullRaces.read(events);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r2 = open.end();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1 server_error, FAILED server_error kept", expect = ACCEPTABLE, desc = "read up to the error")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class ReadAndError {
        private final OpenStream open = OpenStream.direct();
        private final Iterator<ChatEvent> events = open.stream.iterator();

        @Actor
        public void wire() {
            open.wire.text();
            open.wire.fail();
        }

        @Actor
        public void read(LL_Result r) {
            r.r1 = PullRaces.read(events);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r2 = open.end();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "[01] cancelled, CANCELLED cancelled closed", expect = ACCEPTABLE, desc = "woken by the cancel")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class ReadAndCancel {
        private final OpenStream open = OpenStream.direct();
        private final Iterator<ChatEvent> events = open.stream.iterator();

        @Actor
        public void wire() {
            open.wire.text();
        }

        @Actor
        public void read(LL_Result r) {
            r.r1 = PullRaces.read(events);
        }

        @Actor
        public void cancel() {
            open.stream.cancel();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r2 = open.end();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "2 complete, COMPLETED answer kept", expect = ACCEPTABLE, desc = "the end was first")
    @Outcome(id = "[012] cancelled, CANCELLED cancelled closed", expect = ACCEPTABLE, desc = "the cancel was first")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class ReadAndCompleteAndCancel {
        private final OpenStream open = OpenStream.direct();
        private final Iterator<ChatEvent> events = open.stream.iterator();

        @Actor
        public void wire() {
            open.wire.text();
            open.wire.finish();
        }

        @Actor
        public void read(LL_Result r) {
            r.r1 = PullRaces.read(events);
        }

        @Actor
        public void cancel() {
            open.stream.cancel();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r2 = open.end();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "301 complete", expect = ACCEPTABLE, desc = "the window was refilled as often as it takes")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class ReadAndDemand {
        private final OpenStream open = OpenStream.direct();
        private final Iterator<ChatEvent> events = open.stream.iterator();

        @Actor
        public void wire() {
            for (int sent = 0; sent < 300; sent++) {
                awaitDemand(sent);
                open.wire.text();
            }
            awaitDemand(300);
            open.wire.finish();
        }

        private void awaitDemand(long sent) {
            while (open.wire.demand() <= sent) {
                Thread.onSpinWait();
            }
        }

        @Actor
        public void read(L_Result r) {
            r.r1 = PullRaces.read(events);
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = "1 cancelled flagged, CANCELLED cancelled closed",
            expect = ACCEPTABLE,
            desc = "woken by the interrupt")
    @Outcome(
            id = "0 cancelled flagged, CANCELLED cancelled closed",
            expect = ACCEPTABLE,
            desc = "before the event came")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class ReadAndInterrupt {
        private final OpenStream open = OpenStream.direct();
        private final Iterator<ChatEvent> events = open.stream.iterator();
        private volatile Thread reader = Thread.currentThread();
        private volatile boolean reads;

        @Actor
        public void read(LL_Result r) {
            reader = Thread.currentThread();
            reads = true;
            String read = PullRaces.read(events);
            r.r1 = read + (Thread.interrupted() ? " flagged" : " not flagged");
        }

        /** Nothing else ends the stream, so the reader still reads when it is interrupted. */
        @Actor
        public void interrupt() {
            while (!reads) {
                Thread.onSpinWait();
            }
            reader.interrupt();
        }

        @Actor
        public void wire() {
            open.wire.text();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r2 = open.end();
        }
    }
}
