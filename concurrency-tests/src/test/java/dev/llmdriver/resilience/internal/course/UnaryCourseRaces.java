package dev.llmdriver.resilience.internal.course;

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

/** A call is given up between its attempts, too. */
final class UnaryCourseRaces {
    private UnaryCourseRaces() {}

    private static CompletableFuture<ChatResponse> start(Detour detour) {
        return UnaryCourse.start(detour, (wire, attempt) -> wire.generate(Wire.REQUEST, attempt));
    }

    @JCStressTest
    @State
    @Outcome(id = "(answer|cancelled), ended", expect = ACCEPTABLE, desc = "one of both")
    @Outcome(expect = FORBIDDEN, desc = "anything else")
    public static class AnswerAndCancel {
        private final Detour detour = Detour.atOnce();
        private final CompletableFuture<ChatResponse> answer = start(detour);

        @Actor
        public void answer() {
            detour.first.reply().complete(Wire.ANSWER);
        }

        @Actor
        public void cancel() {
            answer.cancel(true);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = Futures.end(answer);
            r.r2 = detour.rest();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "cancelled, ended", expect = ACCEPTABLE, desc = "nothing is left open, whoever was first")
    @Outcome(expect = FORBIDDEN, desc = "the second exchange was forgotten")
    public static class FailAndCancel {
        private final Detour detour = Detour.atOnce();
        private final CompletableFuture<ChatResponse> answer = start(detour);

        @Actor
        public void fail() {
            detour.first.reply().completeExceptionally(Wire.failure());
        }

        @Actor
        public void cancel() {
            answer.cancel(true);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = Futures.end(answer);
            r.r2 = detour.rest();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "cancelled, ended", expect = ACCEPTABLE, desc = "nothing is left open, whoever was first")
    @Outcome(expect = FORBIDDEN, desc = "an exchange was forgotten")
    public static class WaitOverAndCancel {
        private final Detour detour = Detour.afterAWait();
        private final CompletableFuture<ChatResponse> answer = start(detour);

        public WaitOverAndCancel() {
            detour.first.reply().completeExceptionally(Wire.failure());
        }

        @Actor
        public void over() {
            detour.endTheWait();
        }

        @Actor
        public void cancel() {
            answer.cancel(true);
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = Futures.end(answer);
            r.r2 = detour.rest();
        }
    }
}
