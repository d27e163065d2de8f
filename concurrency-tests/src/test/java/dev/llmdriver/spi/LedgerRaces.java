package dev.llmdriver.spi;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.llmdriver.Attempt;
import dev.llmdriver.concurrency.Wire;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.testkit.ManualScheduler;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** The ledger, the deadline and the commit of one call. */
final class LedgerRaces {
    private static final Scheduler CLOCK = new ManualScheduler();

    private LedgerRaces() {}

    private static String numbers(List<Attempt> attempts) {
        return attempts.stream()
                .map(attempt -> String.valueOf(attempt.number()))
                .collect(Collectors.joining(" "));
    }

    private static String end(Attempt attempt) {
        String how = attempt.error().map(ErrorKind::wireName).orElse("fine");
        return attempt.duration().isPresent() ? how : "open";
    }

    @JCStressTest
    @State
    @Outcome(id = "(|1|1 2), 1 2", expect = ACCEPTABLE, desc = "both, in order; a look sees a beginning of it")
    @Outcome(expect = FORBIDDEN, desc = "lost, doubled or out of order")
    public static class BeginTwiceAndLook {
        private final CallContext call = CallContext.of(CLOCK);

        @Actor
        public void one() {
            call.beginAttempt(Wire.REF);
        }

        @Actor
        public void other() {
            call.beginAttempt(Wire.REF);
        }

        @Actor
        public void reader(LL_Result r) {
            r.r1 = numbers(call.ledger().attempts());
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r2 = numbers(call.ledger().attempts());
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "(open|fine), fine", expect = ACCEPTABLE, desc = "the answer was first")
    @Outcome(id = "(open|cancelled), cancelled", expect = ACCEPTABLE, desc = "the cancel was first")
    @Outcome(expect = FORBIDDEN, desc = "an end that changes, or none")
    public static class EndTwiceAndLook {
        private final CallContext call = CallContext.of(CLOCK);
        private final AttemptLedger.Entry entry = call.beginAttempt(Wire.REF);

        @Actor
        public void answered() {
            entry.status(200);
            entry.succeeded();
        }

        @Actor
        public void cancelled() {
            entry.failed(ErrorKind.CANCELLED);
        }

        @Actor
        public void reader(LL_Result r) {
            r.r1 = end(call.ledger().attempts().get(0));
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r2 = end(call.ledger().attempts().get(0));
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "(none|10), 10", expect = ACCEPTABLE, desc = "the first one to set it wins")
    @Outcome(id = "(none|20), 20", expect = ACCEPTABLE, desc = "the first one to set it wins")
    @Outcome(expect = FORBIDDEN, desc = "a deadline that changes")
    public static class TwoDeadlines {
        private final CallContext call = CallContext.of(CLOCK);

        @Actor
        public void chain() {
            call.startDeadline(Duration.ofSeconds(10));
        }

        @Actor
        public void driver() {
            call.startDeadline(Duration.ofSeconds(20));
        }

        private String seconds() {
            return call.remaining()
                    .map(left -> String.valueOf(left.toSeconds()))
                    .orElse("none");
        }

        @Actor
        public void reader(LL_Result r) {
            r.r1 = seconds();
        }

        @Arbiter
        public void look(LL_Result r) {
            r.r2 = seconds();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "not yet|in time", expect = ACCEPTABLE, desc = "who knows of the commit knows its time")
    @Outcome(expect = FORBIDDEN, desc = "committed without a time")
    public static class CommitAndTimings {
        private final CallContext call = CallContext.of(CLOCK);

        @Actor
        public void one() {
            call.commit();
        }

        @Actor
        public void other() {
            call.commit();
        }

        @Actor
        public void reader(L_Result r) {
            boolean committed = call.isCommitted();
            boolean timed = call.timings().firstContent().isPresent();
            r.r1 = !committed ? "not yet" : timed ? "in time" : "without a time";
        }
    }
}
