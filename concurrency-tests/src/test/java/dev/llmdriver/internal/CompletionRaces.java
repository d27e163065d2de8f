package dev.llmdriver.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.llmdriver.ChatStream;
import dev.llmdriver.concurrency.Ear;
import dev.llmdriver.concurrency.Futures;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** The handle's future and state tell the same as the subscriber hears. */
final class CompletionRaces {
    private CompletionRaces() {}

    @JCStressTest
    @State
    @Outcome(id = "(pending|answer), answer", expect = ACCEPTABLE, desc = "asked before or after the end")
    @Outcome(expect = FORBIDDEN, desc = "a future that nobody ends")
    public static class CompletionAndEnd {
        private final OpenStream open = OpenStream.direct();
        private final ChatStream stream = open.stream;
        private CompletableFuture<?> asked = new CompletableFuture<>();

        public CompletionAndEnd() {
            open.subscribe(2);
        }

        @Actor
        public void wire() {
            open.wire.finish();
        }

        @Actor
        public void ask(LL_Result r) {
            asked = stream.completion();
            r.r1 = Futures.end(asked);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r2 = Futures.end(asked);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "pending, (CLAIMED|COMMITTED|COMPLETED)", expect = ACCEPTABLE, desc = "before the end, or amid it")
    @Outcome(id = "answer, COMPLETED", expect = ACCEPTABLE, desc = "after it")
    @Outcome(expect = FORBIDDEN, desc = "an answer of a stream that says it runs")
    public static class CompletionThenState {
        private final OpenStream open = OpenStream.direct();
        private final CompletableFuture<?> completion = open.stream.completion();

        public CompletionThenState() {
            open.subscribe(2);
        }

        @Actor
        public void wire() {
            open.wire.finish();
        }

        @Actor
        public void look(LL_Result r) {
            r.r1 = Futures.end(completion);
            r.r2 = open.stream.state();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = "1 complete, COMPLETED answer kept, (answer|cancelled)",
            expect = ACCEPTABLE,
            desc = "the end was first")
    @Outcome(
            id = "[01] open, CANCELLED cancelled closed, cancelled",
            expect = ACCEPTABLE,
            desc = "the cancel was first")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class CancelTheFutureAndEnd {
        private final OpenStream open = OpenStream.direct();
        private final CompletableFuture<?> completion = open.stream.completion();
        private final Ear ear = open.subscribe(2);

        @Actor
        public void wire() {
            open.wire.finish();
        }

        @Actor
        public void cancel() {
            completion.cancel(true);
        }

        @Arbiter
        public void look(LLL_Result r) {
            r.r1 = ear.toString();
            r.r2 = open.end();
            r.r3 = Futures.end(completion);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "answer, COMPLETED answer kept", expect = ACCEPTABLE, desc = "both hear the end")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class ResultWhileTheWireEnds {
        private final OpenStream open = OpenStream.direct();

        public ResultWhileTheWireEnds() {
            open.subscribe(2);
        }

        @Actor
        public void wire() {
            open.wire.finish();
        }

        @Actor
        public void result(LL_Result r) {
            open.stream.result();
            r.r1 = "answer";
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r2 = open.end();
        }
    }
}
