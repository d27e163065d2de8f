package dev.llmdriver.spi;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.llmdriver.concurrency.Futures;
import dev.llmdriver.concurrency.Wire;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A call's future ends once; giving it up always reaches the exchange. */
final class CallRaces {
    private CallRaces() {}

    @JCStressTest
    @State
    @Outcome(id = "answer, 1", expect = ACCEPTABLE, desc = "too late: the exchange ignores it")
    @Outcome(id = "cancelled, 1", expect = ACCEPTABLE, desc = "cancelled")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class CompleteAndCancel {
        private final AtomicInteger cancels = new AtomicInteger();
        private final CallFuture<String> future = CallFuture.create(cancels::incrementAndGet);

        @Actor
        public void complete() {
            future.complete("answer");
        }

        @Actor
        public void cancel() {
            future.cancel(true);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = Futures.end(future);
            r.r2 = cancels.get();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "answer, 0", expect = ACCEPTABLE, desc = "answered")
    @Outcome(id = "server_error, 1", expect = ACCEPTABLE, desc = "failed, and the exchange was told")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class CompleteAndFail {
        private final AtomicInteger cancels = new AtomicInteger();
        private final CallFuture<String> future = CallFuture.create(cancels::incrementAndGet);

        @Actor
        public void complete() {
            future.complete("answer");
        }

        @Actor
        public void fail() {
            future.fail(Wire.failure());
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = Futures.end(future);
            r.r2 = cancels.get();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "server_error, [12]", expect = ACCEPTABLE, desc = "failed; the cancel found nothing to end")
    @Outcome(id = "cancelled, 1", expect = ACCEPTABLE, desc = "cancelled; the failure found nothing to end")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class FailAndCancel {
        private final AtomicInteger cancels = new AtomicInteger();
        private final CallFuture<String> future = CallFuture.create(cancels::incrementAndGet);

        @Actor
        public void fail() {
            future.fail(Wire.failure());
        }

        @Actor
        public void cancel() {
            future.cancel(true);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = Futures.end(future);
            r.r2 = cancels.get();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = "(answer|cancelled), 1",
            expect = ACCEPTABLE,
            desc = "the cancel of what was derived reached the exchange")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class CancelADerivedOne {
        private final AtomicInteger cancels = new AtomicInteger();
        private final CallFuture<String> future = CallFuture.create(cancels::incrementAndGet);
        private final CompletableFuture<Integer> derived = future.thenApply(String::length);

        @Actor
        public void complete() {
            future.complete("answer");
        }

        @Actor
        public void cancel() {
            derived.cancel(true);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = Futures.end(derived);
            r.r2 = cancels.get();
        }
    }
}
