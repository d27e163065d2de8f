package dev.llmdriver.resilience.internal.coldstart;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.llmdriver.concurrency.Bell;
import dev.llmdriver.concurrency.Wire;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.resilience.internal.coldstart.LoadingModels.Reply;
import dev.llmdriver.resilience.internal.coldstart.LoadingModels.Word;
import dev.llmdriver.spi.CallContext;
import java.time.Duration;
import java.util.Optional;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Of all who wait for a model one asks; if it leaves, the next one does; nobody is forgotten. */
final class ColdStartRaces {
    private static final LoadingModels.Key KEY = new LoadingModels.Key(Wire.REF, Optional.empty());

    private ColdStartRaces() {}

    private static LlmException loading() {
        return LlmException.builder(ErrorKind.MODEL_LOADING, "loading")
                .retryAfter(Duration.ofSeconds(1))
                .build();
    }

    /** A call that waits as long as it takes, until it is gone. */
    private static final class Patient implements LoadingModels.Visitor {
        private final CallContext call;
        private volatile boolean gone;
        private volatile Reply told = Reply.of(Word.LEAVE, null);

        Patient(Bell bell) {
            this.call = CallContext.of(bell);
        }

        void hearsOfTheLoading(LoadingModels models) {
            told = models.loading(this, loading());
        }

        void arrives(LoadingModels models) {
            told = models.arrive(this);
        }

        void leaves(LoadingModels models) {
            gone = true;
            models.leave(this);
        }

        /** The last word it was told; WAIT if it still waits for one. */
        Word word() {
            Reply reply = told;
            while (reply.next().isDone()) {
                reply = reply.next().join();
            }
            return reply.word();
        }

        @Override
        public LoadingModels.Key key() {
            return KEY;
        }

        @Override
        public CallContext call() {
            return call;
        }

        @Override
        public boolean waits(Duration time) {
            return true;
        }

        @Override
        public boolean isGone() {
            return gone;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "(ASK, WAIT|WAIT, ASK)", expect = ACCEPTABLE, desc = "one asks, the other waits")
    @Outcome(expect = FORBIDDEN, desc = "both ask, or nobody")
    public static class TwoHearOfTheLoading {
        private final LoadingModels models = new LoadingModels();
        private final Bell bell = new Bell();
        private final Patient one = new Patient(bell);
        private final Patient other = new Patient(bell);

        @Actor
        public void one() {
            one.hearsOfTheLoading(models);
        }

        @Actor
        public void other() {
            other.hearsOfTheLoading(models);
        }

        @Arbiter
        public void look(LL_Result r) {
            bell.ringAll();
            r.r1 = one.word();
            r.r2 = other.word();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "(ASK|LEAVE), ASK", expect = ACCEPTABLE, desc = "the first one is gone, the second one asks")
    @Outcome(expect = FORBIDDEN, desc = "nobody asks, and all wait for ever")
    public static class AlarmAndLeave {
        private final LoadingModels models = new LoadingModels();
        private final Bell bell = new Bell();
        private final Patient first = new Patient(bell);
        private final Patient second = new Patient(bell);

        public AlarmAndLeave() {
            first.hearsOfTheLoading(models);
            second.hearsOfTheLoading(models);
        }

        @Actor
        public void alarm() {
            bell.ringNext();
        }

        @Actor
        public void leave() {
            first.leaves(models);
        }

        @Arbiter
        public void look(LL_Result r) {
            bell.ringAll();
            r.r1 = first.word();
            r.r2 = second.word();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "GO, GO", expect = ACCEPTABLE, desc = "whoever waits and whoever comes may go")
    @Outcome(expect = FORBIDDEN, desc = "somebody waits for a model that answers")
    public static class AnswerAndArrive {
        private final LoadingModels models = new LoadingModels();
        private final Bell bell = new Bell();
        private final Patient asks = new Patient(bell);
        private final Patient waits = new Patient(bell);
        private final Patient comes = new Patient(bell);

        public AnswerAndArrive() {
            asks.hearsOfTheLoading(models);
            waits.hearsOfTheLoading(models);
            bell.ringAll();
        }

        @Actor
        public void answer() {
            models.answered(KEY);
        }

        @Actor
        public void arrive() {
            comes.arrives(models);
        }

        @Arbiter
        public void look(LL_Result r) {
            bell.ringAll();
            r.r1 = waits.word();
            r.r2 = comes.word();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "LEAVE, ASK, WAIT", expect = ACCEPTABLE, desc = "who waited first asks instead of the one that left")
    @Outcome(id = "LEAVE, WAIT, ASK", expect = ACCEPTABLE, desc = "the new one heard it itself and asks next")
    @Outcome(expect = FORBIDDEN, desc = "nobody asks, or two do")
    public static class AskerLeavesAndAnotherHears {
        private final LoadingModels models = new LoadingModels();
        private final Bell bell = new Bell();
        private final Patient asks = new Patient(bell);
        private final Patient waits = new Patient(bell);
        private final Patient comes = new Patient(bell);

        public AskerLeavesAndAnotherHears() {
            asks.hearsOfTheLoading(models);
            waits.hearsOfTheLoading(models);
            bell.ringAll();
        }

        @Actor
        public void leave() {
            asks.leaves(models);
        }

        @Actor
        public void hear() {
            comes.hearsOfTheLoading(models);
        }

        @Arbiter
        public void look(LLL_Result r) {
            bell.ringAll();
            r.r1 = asks.isGone() ? Word.LEAVE : asks.word();
            r.r2 = waits.word();
            r.r3 = comes.word();
        }
    }
}
