package dev.llmdriver.resilience.internal.cache;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.concurrency.Wire;
import dev.llmdriver.spi.CallContext;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Kept answers are found whole, and forgotten ones are not. */
final class CacheRaces {
    private static final CallContext CALL = CallContext.of(new ManualScheduler());
    private static final Question QUESTION = Question.of(Wire.REF, Wire.REQUEST);

    private CacheRaces() {}

    @JCStressTest
    @State
    @Outcome(id = "(none|ab), ab", expect = ACCEPTABLE, desc = "found once it is kept")
    @Outcome(expect = FORBIDDEN, desc = "lost, or half an answer")
    public static class KeepAndFind {
        private final Answers answers = new Answers(10, Duration.ofHours(1));

        private String found() {
            return answers.find(QUESTION, CALL).map(ChatResponse::text).orElse("none");
        }

        @Actor
        public void keep() {
            answers.keep(QUESTION, Wire.ANSWER);
        }

        @Actor
        public void find(LL_Result r) {
            r.r1 = found();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r2 = found();
        }
    }
}
