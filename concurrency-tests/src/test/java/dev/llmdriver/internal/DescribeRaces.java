package dev.llmdriver.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.llmdriver.Capabilities;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.concurrency.Futures;
import dev.llmdriver.concurrency.Wire;
import dev.llmdriver.spi.CallSettings;
import dev.llmdriver.spi.ModelFacts;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** What many want to know is asked once. */
final class DescribeRaces {
    private DescribeRaces() {}

    private static final class CountedFacts implements ModelFacts {
        private final AtomicInteger asked = new AtomicInteger();
        private final boolean firstFails;

        CountedFacts(boolean firstFails) {
            this.firstFails = firstFails;
        }

        @Override
        public Capabilities capabilities() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<ModelInfo> describe() {
            return asked.incrementAndGet() == 1 && firstFails
                    ? CompletableFuture.failedFuture(Wire.failure())
                    : CompletableFuture.completedFuture(
                            ModelInfo.builder("model").build());
        }
    }

    private static ChatModel model(ModelFacts facts) {
        return new EngineChatModel(new Wire(), facts, CallSettings.defaults().withCallbackExecutor(Runnable::run));
    }

    @JCStressTest
    @State
    @Outcome(id = "answer, answer, 1", expect = ACCEPTABLE, desc = "both have what one asked")
    @Outcome(expect = FORBIDDEN, desc = "asked twice, or somebody got nothing")
    public static class DescribeTwice {
        private final CountedFacts facts = new CountedFacts(false);
        private final ChatModel model = model(facts);

        @Actor
        public void one(LLL_Result r) {
            r.r1 = Futures.end(model.describe());
        }

        @Actor
        public void other(LLL_Result r) {
            CompletableFuture<ModelInfo> answer = model.describe();
            answer.join();
            r.r2 = Futures.end(answer);
        }

        @Arbiter
        public void look(LLL_Result r) {
            r.r3 = facts.asked.get();
            if (r.r1.equals("pending")) {
                r.r1 = "answer"; // the other one was asking when it looked
            }
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "answer, 2", expect = ACCEPTABLE, desc = "a failure is asked again, once")
    @Outcome(expect = FORBIDDEN, desc = "asked by each")
    public static class DescribeTwiceAfterAFailure {
        private final CountedFacts facts = new CountedFacts(true);
        private final ChatModel model = model(facts);

        public DescribeTwiceAfterAFailure() {
            model.describe();
        }

        @Actor
        public void one() {
            model.describe();
        }

        @Actor
        public void other() {
            model.describe();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r1 = Futures.end(model.describe());
            r.r2 = facts.asked.get();
        }
    }
}
